using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;
using Zarr.Stores;

namespace OmeZarr.Cli.Images;

/// <summary>The request for a conversion.</summary>
internal sealed record ConvertRequest
{
    /// <summary>The key in <see cref="Units"/> for all axes of space.</summary>
    internal const char AllSpaceAxes = '*';

    /// <summary>Files, in the order in which they are stacked or counted.</summary>
    internal required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Where the output is made.</summary>
    internal required StoreLocation Output { get; init; }

    /// <summary>How inputs that are addresses are reached.</summary>
    internal StoreConnection Connection { get; init; } = StoreConnection.Default;

    /// <summary>The kind of output.</summary>
    internal OutputKind Kind { get; init; } = OutputKind.Image;

    /// <summary>The number of the only image to take of the input file; null for all.</summary>
    internal int? SeriesNumber { get; init; }

    /// <summary>0 for full resolution, otherwise the number of the smaller copy in the file to convert in its place.</summary>
    internal int Level { get; init; }

    /// <summary>Whether the smaller levels are those of the file.</summary>
    internal bool KeepsLevels { get; init; }

    /// <summary>How the files are opened.</summary>
    internal ImageFileOptions Reading { get; init; } = new();

    /// <summary>Whether a finding about an input file is an error.</summary>
    internal bool IsStrict { get; init; }

    /// <summary>Whether three or four channels are red, green, blue (and opacity).</summary>
    internal bool IsRgb { get; init; }

    /// <summary>Whether the images of a collection are those of the specimen in one file, not all images of several.</summary>
    internal bool IsOneFile { get; init; }

    /// <summary>Axis to stack several files along; null for a single file.</summary>
    internal char? StackAxis { get; init; }

    /// <summary>The paths that the user gave; some may be folders of <see cref="Inputs"/>.</summary>
    internal IReadOnlyList<string> InputFolders { get; init; } = [];

    /// <summary>Knows the places of files on a plate; null for other outputs.</summary>
    internal IPlateSource? Places { get; init; }

    /// <summary>The size of the plate; null to find it.</summary>
    internal PlateSize? PlateSize { get; init; }

    /// <summary>Whether to show the plan and to write nothing.</summary>
    internal bool PlanOnly { get; init; }

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

    /// <summary>The values that are shown at first.</summary>
    internal WindowChoice Window { get; init; }

    /// <summary>Whether to add parts to an existing output.</summary>
    internal bool Append { get; init; }

    /// <summary>Whether to skip parts that exist.</summary>
    internal bool SkipExisting { get; init; }

    internal bool Overwrite { get; init; }

    /// <summary>In a task of a plan, the paths of the images whose pixels this process writes; null for all images.</summary>
    internal IReadOnlySet<string>? OnlyImages { get; init; }

    /// <summary>In a task of a plan, how many smaller levels all files of a stack have; null if the plan does not say it.</summary>
    internal int? StackLevels { get; init; }

    /// <summary>Whether smaller levels of the files are read. How many a stack has is found only by opening all files.</summary>
    internal bool ReadsLevels => KeepsLevels || Level > 0;

    /// <summary>Whether the files of a stack are opened when their pixels are read.</summary>
    internal bool OpensStackLate => OnlyImages is not null && StackAxis is not null && (StackLevels is not null || !ReadsLevels);

    /// <summary>Called with each input file before it is opened; null for nothing.</summary>
    internal Action<string>? Opening { get; init; }

    /// <summary>Whether to flush everything to disk before the conversion ends.</summary>
    internal bool Sync { get; init; }
}

/// <summary>Where display windows come from.</summary>
internal enum WindowChoice
{
    /// <summary>The file where it says them, otherwise the percentiles.</summary>
    File,

    /// <summary>The percentiles of the values.</summary>
    Percentile,

    /// <summary>The smallest and the largest value.</summary>
    MinMax,
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
