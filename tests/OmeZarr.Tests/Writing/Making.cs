using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>What one of <see cref="AllWriters"/> is to make: small images, with one label image each unless said otherwise.</summary>
/// <param name="Path">Where; labels go to the group <c>labels</c> below it.</param>
internal sealed record Making(string Path)
{
    /// <summary>Two chunks in the first level, one in the second.</summary>
    public static WriteOptions FewChunks { get; } = new() { Chunks = ChunkShape.Of(2, 5, 3), MaxDegreeOfParallelism = 2 };

    public static WriteOptions Overwriting { get; } = FewChunks with { Overwrite = true };

    public WriteOptions Options { get; init; } = FewChunks;

    public CancellationToken Token { get; init; }

    public Image Image { get; init; } = SmallImage.Metadata;

    /// <summary>The levels of every image.</summary>
    public IReadOnlyList<IArraySource> Levels { get; init; } = SmallImage.Sources();

    /// <summary>Whether images have a label image.</summary>
    public bool HasLabels { get; init; } = true;

    /// <summary>Whether prepared arrays are filled.</summary>
    public bool Fills { get; init; } = true;

    /// <summary>Put between the writers and all pixels.</summary>
    public Func<IArraySource, IArraySource> Through { get; init; } = source => source;

    public string LabelsPath => System.IO.Path.Join(Path, "labels");

    public IReadOnlyList<IArraySource> Sources => [.. Levels.Select(Through)];

    public IReadOnlyList<ArraySpec> Specs => [.. Levels.Select(ArraySpec.Of)];

    public IReadOnlyList<Label> Labels => HasLabels ? [new("masks", SmallLabels.Metadata, [.. SmallLabels.Sources(50).Select(Through)])] : [];

    public IReadOnlyList<Label> LabelSpecs => HasLabels ? [SmallLabels.Spec("masks")] : [];

    /// <summary>Fills prepared arrays with what the writers of whole images would write: the first level as a whole, the second in rows, so in parts of chunks.</summary>
    public async Task FillAsync(PreparedArrays arrays)
    {
        foreach (var key in Fills ? arrays.Keys : [])
        {
            var levels = key.Contains("masks", StringComparison.Ordinal) ? Labels[0].Pixels! : Sources;
            await (key.EndsWith('0') ? arrays[key].WriteAsync(levels[0], Token) : WriteRowsAsync(arrays[key], levels[1]));
        }
    }

    private async Task WriteRowsAsync(PreparedArray array, IArraySource source)
    {
        for (var y = 0L; y < array.Shape[1]; y++)
        {
            var row = new Region([0, y, 0], [array.Shape[0], 1, array.Shape[2]]);
            var bytes = new byte[row.Shape.ElementCount * array.DataType.Size];
            await source.ReadAsync(row, bytes, Token);
            await array.WriteAsync(ArraySource.FromBytes(bytes, row.Shape, array.DataType), row, Token);
        }
    }
}
