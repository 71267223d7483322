namespace OmeZarr;

/// <summary>
/// One dimension of an image in everyday terms, from which the metadata of a whole pyramid can be made
/// (<c>Image.FromDimensions</c>). A convenience of this library, not a part of the specification.
/// </summary>
/// <param name="Name">Name of the axis.</param>
/// <param name="Size">Number of elements at full resolution, if known. The metadata does not hold it.</param>
/// <param name="Scale">Distance between two neighbouring elements at full resolution, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of the axis, spelled as in the specification: <c>micrometer</c>, <c>second</c>.</param>
public sealed record Dimension(string Name, long? Size = null, double Scale = 1, string? Unit = null)
{
    /// <summary>
    /// Type of the axis: <c>space</c>, <c>time</c>, <c>channel</c> or one's own. Without it the name decides, in either case:
    /// x, y, z are space, t and time are time, c and channel are channel; any other name gives an axis without a type.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>How many times coarser each level is than the level above. Without it 2 for space, 1 for everything else.</summary>
    public double? ScaleFactor { get; init; }

    /// <summary>Where the first element lies, in <see cref="Unit"/>; the same for all levels.</summary>
    public double? Translation { get; init; }

    /// <summary>The time axis <c>t</c>.</summary>
    public static Dimension Time(long? size = null, double scale = 1, string? unit = null) => new("t", size, scale, unit);

    /// <summary>The channel axis <c>c</c>.</summary>
    public static Dimension Channel(long? size = null) => new("c", size);

    /// <summary>The space axis <c>z</c>.</summary>
    public static Dimension Z(long? size = null, double scale = 1, string? unit = null) => new("z", size, scale, unit);

    /// <summary>The space axis <c>y</c>.</summary>
    public static Dimension Y(long? size = null, double scale = 1, string? unit = null) => new("y", size, scale, unit);

    /// <summary>The space axis <c>x</c>.</summary>
    public static Dimension X(long? size = null, double scale = 1, string? unit = null) => new("x", size, scale, unit);

    internal string? InferType() => Type ?? Name.ToUpperInvariant() switch
    {
        "X" or "Y" or "Z" => "space",
        "T" or "TIME" => "time",
        "C" or "CHANNEL" => "channel",
        _ => null,
    };

    internal double InferScaleFactor() => ScaleFactor ?? (InferType() == "space" ? 2 : 1);
}
