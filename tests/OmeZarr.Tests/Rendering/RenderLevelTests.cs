using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Rendering;

/// <summary>Which chunks a picture reads.</summary>
public sealed class RenderLevelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    // Without windows, a picture is read to measure them.
    private static Omero Windows(int channels) => new() { Channels = [.. Enumerable.Repeat(Picture.Channel("FFFFFF", 0, 255), channels)] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(64, null, "2", 4)]
    [InlineData(65, null, "1", 16)]
    [InlineData(128, null, "1", 16)]
    [InlineData(20, null, "2", 4)]
    [InlineData(2000, null, "0", 64)]
    [InlineData(20, 1, "1", 16)]
    public async Task Only_the_chunks_of_one_plane_of_the_chosen_level_are_read(int size, int? level, string path, int chunks)
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("czyx", 3, Windows(2)), [Level(256), Level(128), Level(64)], new WriteOptions { Chunks = ChunkShape.Of(1, 1, 32, 32), Compression = Compression.None });
        var before = store.Log.Count;
        var picture = await image.RenderAsync(new RenderOptions { Size = size, Level = level, Channels = [1], Z = 2 }, Cancel);
        Assert.Equal(Math.Min(size, 256), picture.Width);
        var read = Chunks(store, before);
        Assert.Equal(chunks, read.Count);
        Assert.All(read, key => Assert.StartsWith($"{path}/c/1/2/", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_index_of_a_plane_is_that_of_level_0()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("zyx", 2, Windows(1)), [new byte[8, 64, 64].AsSource(), Filled([4, 32, 32])], new WriteOptions { Chunks = ChunkShape.Of(1, 32, 32) });
        var before = store.Log.Count;
        await image.RenderAsync(new RenderOptions { Size = 32, Z = 5 }, Cancel);
        Assert.Equal(["1/c/2/0/0"], Chunks(store, before));
    }

    [Fact]
    public async Task A_chunk_that_holds_several_channels_and_planes_is_read_once()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("czyx", 1, Windows(3)), [Filled([3, 6, 64, 64])], new WriteOptions { Chunks = ChunkShape.Of(3, 4, 64, 32) });
        var before = store.Log.Count;
        await image.RenderAsync(new RenderOptions { Channels = [0, 2], Z = 1 }, Cancel);
        Assert.Equal(["0/c/0/0/0/0", "0/c/0/0/0/1"], Chunks(store, before));
        before = store.Log.Count;
        await image.RenderAsync(new RenderOptions { Channels = [2, 0], ProjectsZ = true }, Cancel);
        Assert.Equal(["0/c/0/0/0/0", "0/c/0/0/0/1", "0/c/0/1/0/0", "0/c/0/1/0/1"], Chunks(store, before));
    }

    [Fact]
    public async Task Of_a_shard_only_the_chunks_of_the_plane_are_read()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("zyx"), [Filled([16, 64, 64])], new WriteOptions { Chunks = ChunkShape.Of(1, 64, 64), Shards = ShardShape.Of(16, 64, 64), Compression = Compression.None });
        var before = store.BytesRead;
        await image.RenderAsync(new RenderOptions { Z = 3 }, Cancel);
        Assert.InRange(store.BytesRead - before, 64 * 64, (64 * 64) + 2000);
    }

    [Fact]
    public async Task A_level_with_other_channels_is_not_taken()
    {
        var (image, _) = await Picture.WriteAsync(folder, Picture.Of("cyx"), [Filled([2, 64, 64])]);
        var (other, _) = await Picture.WriteAsync(folder, Picture.Of("cyx"), [Filled([1, 32, 32])]);
        var levels = new OmeZarr.Rendering.ImageToRender(image.Metadata, [image.Levels[0].ZarrArray, other.Levels[0].ZarrArray]);
        Assert.Same(image.Levels[0].ZarrArray, OmeZarr.Rendering.LevelChoice.Of(levels, 32, null).Array);
    }

    private static List<string> Chunks(CountingStore store, int before) =>
        [.. store.Log.Skip(before).Where(request => request.Operation is StoreOperation.Get or StoreOperation.GetRange && request.Key.Contains("/c/", StringComparison.Ordinal)).Select(request => request.Key).Order(StringComparer.Ordinal)];

    private static IArraySource Level(int length) => Filled([2, 4, length, length]);

    private static IArraySource Filled(Shape shape) => ArraySource.FromFunction<byte>(shape, (_, values) => values.Fill(9));
}
