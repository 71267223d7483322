using OmeZarr.Cli.Plates;

namespace OmeZarr.Cli.Conversion;

/// <summary>What a conversion is to do.</summary>
internal sealed record ConvertRequest
{
    /// <summary>TIFF files, in the order in which they are stacked or counted.</summary>
    internal required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder to be made.</summary>
    internal required string Output { get; init; }

    /// <summary>What the output is to be.</summary>
    internal OutputKind Kind { get; init; } = OutputKind.Image;

    /// <summary>Axis to stack several files along; null for a single file.</summary>
    internal char? StackAxis { get; init; }

    /// <summary>How the names of the files of a plate are understood; null if the output is no plate.</summary>
    internal PlateNaming? Naming { get; init; }

    /// <summary>Label images of the image, by name.</summary>
    internal IReadOnlyList<LabelRequest> Labels { get; init; } = [];

    /// <summary>Axes of each file, in its own order; null to follow the file.</summary>
    internal string? FileAxes { get; init; }

    /// <summary>Pixel size by axis, where it is not to be taken from the file.</summary>
    internal IReadOnlyDictionary<char, double> Scales { get; init; } = new Dictionary<char, double>();

    /// <summary>Unit by axis, where it is not to be taken from the file.</summary>
    internal IReadOnlyDictionary<char, string> Units { get; init; } = new Dictionary<char, string>();

    /// <summary>Name of the image or plate; null for the output's.</summary>
    internal string? Name { get; init; }

    /// <summary>Names of the channels; null for what the files say.</summary>
    internal IReadOnlyList<string>? ChannelNames { get; init; }

    internal ChunkShape Chunks { get; init; } = ChunkShape.Auto;

    internal ShardShape Shards { get; init; } = ShardShape.None;

    internal Compression Compression { get; init; } = Compression.BloscZstd;

    /// <summary>Whether chunks end with a checksum.</summary>
    internal bool Checksums { get; init; }

    /// <summary>Whether what is there is kept, and parts are added to it.</summary>
    internal bool Append { get; init; }

    /// <summary>Whether parts that are there are left out.</summary>
    internal bool SkipExisting { get; init; }

    internal bool Overwrite { get; init; }

    /// <summary>Whether everything is forced to the disk before the conversion ends.</summary>
    internal bool Sync { get; init; }
}

/// <summary>What a conversion makes.</summary>
internal enum OutputKind
{
    /// <summary>One image, with or without labels.</summary>
    Image,

    /// <summary>Several images in the layout of bioformats2raw.</summary>
    Collection,

    /// <summary>A multi-well plate.</summary>
    Plate,
}

/// <summary>A label image that is to be written below the image.</summary>
/// <param name="Name">Name of its group.</param>
/// <param name="Files">Its file, or the files to be stacked as those of the image.</param>
internal sealed record LabelRequest(string Name, IReadOnlyList<string> Files);
