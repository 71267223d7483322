using OmeZarr.Cli.Plates;

namespace OmeZarr.Cli.Images;

/// <summary>The request for a conversion.</summary>
internal sealed record ConvertRequest
{
    /// <summary>The key in <see cref="Units"/> for all axes of space.</summary>
    internal const char AllSpaceAxes = '*';

    /// <summary>TIFF files, in the order in which they are stacked or counted.</summary>
    internal required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The output folder.</summary>
    internal required string Output { get; init; }

    /// <summary>The kind of output.</summary>
    internal OutputKind Kind { get; init; } = OutputKind.Image;

    /// <summary>Axis to stack several files along; null for a single file.</summary>
    internal char? StackAxis { get; init; }

    /// <summary>The naming convention of plate files; null for other outputs.</summary>
    internal PlateNaming? Naming { get; init; }

    /// <summary>Label images of the image, by name.</summary>
    internal IReadOnlyList<LabelRequest> Labels { get; init; } = [];

    /// <summary>Axes of each file, in its order; null for those in the file.</summary>
    internal string? FileAxes { get; init; }

    /// <summary>Pixel sizes by axis that replace those in the file.</summary>
    internal IReadOnlyDictionary<char, double> Scales { get; init; } = new Dictionary<char, double>();

    /// <summary>Units by axis that replace those in the file.</summary>
    internal IReadOnlyDictionary<char, string> Units { get; init; } = new Dictionary<char, string>();

    /// <summary>Name of the image or plate; null for the name of the output.</summary>
    internal string? Name { get; init; }

    /// <summary>Names of the channels; null for those in the files.</summary>
    internal IReadOnlyList<string>? ChannelNames { get; init; }

    internal ChunkShape Chunks { get; init; } = ChunkShape.Auto;

    internal ShardShape Shards { get; init; } = ShardShape.None;

    internal Compression Compression { get; init; } = Compression.BloscZstd;

    /// <summary>The smaller levels.</summary>
    internal Pyramid Pyramid { get; init; } = Pyramid.Auto;

    /// <summary>Whether the user has chosen the levels.</summary>
    internal bool PyramidIsChosen { get; init; }

    /// <summary>Whether chunks end with a checksum.</summary>
    internal bool Checksums { get; init; }

    /// <summary>Whether a new collection gets OME-XML.</summary>
    internal bool OmeXml { get; init; } = true;

    /// <summary>Whether display windows show the smallest to the largest value, not the percentiles.</summary>
    internal bool ShowsExtremes { get; init; }

    /// <summary>Whether to add parts to an existing output.</summary>
    internal bool Append { get; init; }

    /// <summary>Whether to skip parts that exist.</summary>
    internal bool SkipExisting { get; init; }

    internal bool Overwrite { get; init; }

    /// <summary>Whether to flush everything to disk before the conversion ends.</summary>
    internal bool Sync { get; init; }
}

/// <summary>The kinds of output.</summary>
internal enum OutputKind
{
    /// <summary>One image, with or without labels.</summary>
    Image,

    /// <summary>Several images in the layout of bioformats2raw.</summary>
    Collection,

    /// <summary>A multi-well plate.</summary>
    Plate,
}

/// <summary>A label image to write below the image.</summary>
/// <param name="Name">Name of its group.</param>
/// <param name="Files">Its file, or its files, stacked like those of the image.</param>
internal sealed record LabelRequest(string Name, IReadOnlyList<string> Files);
