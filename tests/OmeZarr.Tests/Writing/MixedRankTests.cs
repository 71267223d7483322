using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Chunks and shards of plates and collections whose images have different numbers of dimensions: fitted, or given for each image.</summary>
public sealed class MixedRankTests : IDisposable
{
    private static readonly WriteOptions Strict = new() { Chunks = ChunkShape.Of(1, 2, 2), Shards = ShardShape.Of(1, 4, 4) };
    private static readonly WriteOptions Fitted = new() { Chunks = ChunkShape.Of(1, 2, 2).Fitted(), Shards = ShardShape.Of(1, 4, 4).Fitted() };
    private static readonly WriteOptions Counted = Fitted with { Shards = ShardShape.OfChunks(1, 2, 2).Fitted() };
    private static readonly Image Yx = Image.FromDimensions([Dimension.Y(), Dimension.X()]);
    private static readonly Image Tcyx = Image.FromDimensions([Dimension.Time(), Dimension.Channel(), Dimension.Y(), Dimension.X()]);

    private readonly TemporaryFolder folder = new();

    private string Root => folder["a.zarr"];

    public static TheoryData<string> Writers => [.. Ways.Keys];

    private static Dictionary<string, Func<string, WriteOptions, bool, Task>> Ways { get; } = new()
    {
        ["plate"] = (path, options, isOwn) => OmeWriter.WritePlateAsync(path, [new WellFields("A", "1", Fields(isOwn))], options: options),
        ["plate, builder"] = async (path, options, isOwn) =>
        {
            await using var plate = new PlateBuilder(path, options: options);
            await plate.WriteWellAsync("A", "1", Fields(isOwn));
        },
        ["plate, prepared"] = async (path, options, isOwn) =>
        {
            await using var plate = new PlateBuilder(path, options: options);
            await plate.AddWell("A", "1", [Own(new Field("0", Yx, Small), isOwn, 2), Own(new Field("1", Tcyx, Large), isOwn, 4)]).PrepareAsync();
        },
        ["collection"] = (path, options, isOwn) => OmeWriter.WriteBioformats2RawAsync(path, [Series("0", isOwn), Series("1", isOwn)], options: options),
        ["collection, builder"] = async (path, options, isOwn) =>
        {
            await using var collection = new Bioformats2RawBuilder(path, options: options);
            await collection.WriteImageAsync(Series("0", isOwn));
            await collection.WriteImageAsync(Series("1", isOwn));
        },
        ["collection, prepared"] = async (path, options, isOwn) =>
        {
            await using var collection = new Bioformats2RawBuilder(path, options: options);
            collection.AddSeries(new SeriesImage("0", Yx, Small) { Chunks = ChunksOf(isOwn, 2), Shards = ShardsOf(isOwn, 2) });
            await collection.AddSeries(new SeriesImage("1", Tcyx, Large) { Chunks = ChunksOf(isOwn, 4), Shards = ShardsOf(isOwn, 4) }).PrepareAsync();
        },
    };

    private static ArraySpec Small => new([4, 4], DataType.UInt8);

    private static ArraySpec Large => new([2, 3, 4, 4], DataType.UInt8);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Fitted_lengths_fit_every_image(string writer)
    {
        await Ways[writer](Root, Fitted, false);
        await RequireLayoutAsync(writer);
        Directory.Delete(Root, recursive: true);
        await Ways[writer](Root, Counted, false);
        await RequireLayoutAsync(writer);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Each_image_can_have_its_own(string writer)
    {
        await Ways[writer](Root, Strict, true);
        await RequireLayoutAsync(writer);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Lengths_that_fit_only_some_are_refused_with_image_and_level(string writer)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Ways[writer](Root, Strict, false));
        var image = writer.StartsWith("plate", StringComparison.Ordinal) ? "well A/1, field 0" : "series 0";
        Assert.Equal($"{image}: level \"0\" (4 x 4): the chunk shape (1, 2, 2) has 3 lengths for an array of 2 dimensions (4 x 4); give one length for each dimension", error.Message);
        Assert.Empty(folder.Names());
    }

    [Fact]
    public async Task The_error_names_the_label()
    {
        var label = new Label("cells", new LabelImage(Yx, new ImageLabel()), new byte[4, 4].AsSource());
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteImageAsync(Root, image, new byte[2, 4, 4].AsSource(), Strict, [label]));
        Assert.StartsWith("label cells: level \"0\" (4 x 4): the chunk shape (1, 2, 2) has 3 lengths", error.Message, StringComparison.Ordinal);
        await OmeWriter.WriteImageAsync(Root, image, new byte[2, 4, 4].AsSource(), Fitted, [label]);
        Assert.Equal("2 x 2", (await ZarrArray.OpenAsync(Path.Join(Root, "labels/cells/0"))).InnerChunkShape.ToString());
    }

    private static Field[] Fields(bool isOwn) =>
        [Own(new Field("0", Yx, new byte[4, 4].AsSource()), isOwn, 2), Own(new Field("1", Tcyx, new byte[2, 3, 4, 4].AsSource()), isOwn, 4)];

    private static Field Own(Field field, bool isOwn, int rank) => field.Pixels is { } pixels
        ? new Field(field.Name, field.Image, pixels) { Chunks = ChunksOf(isOwn, rank), Shards = ShardsOf(isOwn, rank) }
        : new Field(field.Name, field.Image, field.Levels) { Chunks = ChunksOf(isOwn, rank), Shards = ShardsOf(isOwn, rank) };

    private static SeriesImage Series(string name, bool isOwn) => name == "0"
        ? new SeriesImage(name, Yx, new byte[4, 4].AsSource()) { Chunks = ChunksOf(isOwn, 2), Shards = ShardsOf(isOwn, 2) }
        : new SeriesImage(name, Tcyx, new byte[2, 3, 4, 4].AsSource()) { Chunks = ChunksOf(isOwn, 4), Shards = ShardsOf(isOwn, 4) };

    private static ChunkShape? ChunksOf(bool isOwn, int rank) => isOwn ? rank == 2 ? ChunkShape.Of(2, 2) : ChunkShape.Of(1, 1, 2, 2) : null;

    private static ShardShape? ShardsOf(bool isOwn, int rank) => isOwn ? rank == 2 ? ShardShape.Of(4, 4) : ShardShape.Of(1, 1, 4, 4) : null;

    private async Task RequireLayoutAsync(string writer)
    {
        var above = writer.StartsWith("plate", StringComparison.Ordinal) ? "A/1/" : string.Empty;
        foreach (var (name, chunk, shard) in new (string, Shape, Shape)[] { ("0", [2, 2], [4, 4]), ("1", [1, 1, 2, 2], [1, 1, 4, 4]) })
        {
            var array = await ZarrArray.OpenAsync(Path.Join(Root, $"{above}{name}/0"));
            Assert.Equal((chunk, shard), (array.InnerChunkShape!.Value, array.ChunkShape));
        }
    }
}
