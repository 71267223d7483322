namespace OmeZarr;

/// <summary>A dimension of an acquisition.</summary>
/// <param name="Name">Name of the axis; of positions, only a name in messages.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Number of indexes, at least 1; null if it is not known in advance, which only the first dimension may have.</param>
public sealed record AcquisitionDimension(string Name, AcquisitionKind Kind, long? Length)
{
    /// <summary>Distance between two neighbouring elements, in <see cref="Unit"/>.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Unit, spelled as in the specification: <c>micrometer</c>, <c>second</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the first element lies, in <see cref="Unit"/>; null if it is not stated.</summary>
    public double? Translation { get; init; }

    /// <summary>Length of a chunk in elements. Null for 1; for y and x, for chunks of at most 4 MiB.</summary>
    public long? Chunk { get; init; }

    /// <summary>
    /// Length of a shard in elements, a multiple of that of the chunk. Null everywhere for chunks without shards. If another dimension has one, null is the length of the chunk; for y and x, of the frame.
    /// </summary>
    public long? Shard { get; init; }

    /// <summary>The channels, for <see cref="AcquisitionKind.Channel"/>; empty to leave them without names and colours.</summary>
    public ValueList<AcquisitionChannel> Channels { get; init; } = [];

    /// <summary>The positions, for <see cref="AcquisitionKind.Position"/>.</summary>
    public ValueList<AcquisitionPosition> Positions { get; init; } = [];

    /// <summary>The axis <c>t</c>.</summary>
    /// <param name="length">Number of time points; null if it is not known in advance.</param>
    /// <param name="scale">Time between two time points, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>second</c>.</param>
    public static AcquisitionDimension Time(long? length = null, double scale = 1, string? unit = null) => new("t", AcquisitionKind.Time, length) { Scale = scale, Unit = unit };

    /// <summary>The axis <c>c</c>.</summary>
    /// <param name="channels">The channels, at least one.</param>
    public static AcquisitionDimension Channel(params ValueList<AcquisitionChannel> channels) => new("c", AcquisitionKind.Channel, channels.Count) { Channels = channels };

    /// <summary>The axis <c>z</c>.</summary>
    /// <param name="length">Number of planes; null if it is not known in advance.</param>
    /// <param name="scale">Distance between two planes, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>micrometer</c>.</param>
    public static AcquisitionDimension Z(long? length, double scale = 1, string? unit = null) => new("z", AcquisitionKind.Z, length) { Scale = scale, Unit = unit };

    /// <summary>The axis <c>y</c>: the rows of a frame.</summary>
    /// <param name="length">Number of rows.</param>
    /// <param name="scale">Height of a pixel, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>micrometer</c>.</param>
    public static AcquisitionDimension Y(long length, double scale = 1, string? unit = null) => new("y", AcquisitionKind.Y, length) { Scale = scale, Unit = unit };

    /// <summary>The axis <c>x</c>: the columns of a frame.</summary>
    /// <param name="length">Number of columns.</param>
    /// <param name="scale">Width of a pixel, in <paramref name="unit"/>.</param>
    /// <param name="unit">For example <c>micrometer</c>.</param>
    public static AcquisitionDimension X(long length, double scale = 1, string? unit = null) => new("x", AcquisitionKind.X, length) { Scale = scale, Unit = unit };

    /// <summary>Positions, each an image of its own: of a plate if they name wells, otherwise of a collection (bioformats2raw layout).</summary>
    /// <param name="positions">The positions, at least one.</param>
    public static AcquisitionDimension Position(params ValueList<AcquisitionPosition> positions) => new("p", AcquisitionKind.Position, positions.Count) { Positions = positions };
}
