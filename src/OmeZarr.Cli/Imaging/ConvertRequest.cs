namespace OmeZarr.Cli.Imaging;

/// <summary>What a conversion is to do.</summary>
internal sealed record ConvertRequest
{
    /// <summary>TIFF files, in the order in which they are stacked.</summary>
    internal required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder to be made.</summary>
    internal required string Output { get; init; }

    /// <summary>Axis to stack several files along; null for a single file.</summary>
    internal string? StackAxis { get; init; }

    /// <summary>Axes of each file, in its own order; null to follow the file.</summary>
    internal string? FileAxes { get; init; }

    /// <summary>Pixel size by axis, where it is not to be taken from the file.</summary>
    internal IReadOnlyDictionary<char, double> Scales { get; init; } = new Dictionary<char, double>();

    /// <summary>Unit by axis, where it is not to be taken from the file.</summary>
    internal IReadOnlyDictionary<char, string> Units { get; init; } = new Dictionary<char, string>();

    /// <summary>Name of the image; null for the output's.</summary>
    internal string? Name { get; init; }

    /// <summary>Names of the channels; null for what the files say.</summary>
    internal IReadOnlyList<string>? ChannelNames { get; init; }

    internal ChunkShape Chunks { get; init; } = ChunkShape.Auto;

    internal Compression Compression { get; init; } = Compression.BloscZstd;

    internal bool Overwrite { get; init; }
}
