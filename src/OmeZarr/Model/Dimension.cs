namespace OmeZarr;

/// <summary>
/// One dimension of an image in everyday terms, for the metadata of a whole pyramid (<c>Image.FromDimensions</c>). A convenience of this
/// library, not a part of the specification. The length of the dimension is not metadata: the arrays have it.
/// </summary>
/// <param name="Name">Name of the axis.</param>
/// <param name="Scale">Distance between two neighbouring elements at full resolution, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of the axis, spelled as in the specification: <c>micrometer</c>, <c>second</c>.</param>
public sealed record Dimension(string Name, double Scale = 1, string? Unit = null)
{
    /// <summary>
    /// Type of the axis: <c>space</c>, <c>time</c>, <c>channel</c> or another word. Without it the name decides, in either case: x, y, z are
    /// space, t and time are time, c and channel are channel. Any other name gives an axis without a type.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>How many times coarser each level is than the level above. Without it 2 for space, 1 for everything else.</summary>
    public double? ScaleFactor { get; init; }

    /// <summary>Where the first element lies, in <see cref="Unit"/>; the same for all levels.</summary>
    public double? Translation { get; init; }

    /// <summary>The time axis <c>t</c>.</summary>
    /// <param name="scale">Time between two frames, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>second</c>.</param>
    public static Dimension Time(double scale = 1, string? unit = null) => new("t", scale, unit);

    /// <summary>The channel axis <c>c</c>.</summary>
    public static Dimension Channel() => new("c");

    /// <summary>The space axis <c>z</c>.</summary>
    /// <param name="scale">Distance between two planes, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>micrometer</c>.</param>
    public static Dimension Z(double scale = 1, string? unit = null) => new("z", scale, unit);

    /// <summary>The space axis <c>y</c>.</summary>
    /// <param name="scale">Height of a pixel, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>micrometer</c>.</param>
    public static Dimension Y(double scale = 1, string? unit = null) => new("y", scale, unit);

    /// <summary>The space axis <c>x</c>.</summary>
    /// <param name="scale">Width of a pixel, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>micrometer</c>.</param>
    public static Dimension X(double scale = 1, string? unit = null) => new("x", scale, unit);

    internal string? InferType() => Type ?? Name.ToUpperInvariant() switch
    {
        "X" or "Y" or "Z" => "space",
        "T" or "TIME" => "time",
        "C" or "CHANNEL" => "channel",
        _ => null,
    };

    internal double InferScaleFactor() => ScaleFactor ?? (InferType() == "space" ? 2 : 1);
}
