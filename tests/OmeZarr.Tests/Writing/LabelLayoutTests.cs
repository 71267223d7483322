using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Labels have no channels, so lengths that fit their image do not fit them.</summary>
public sealed class LabelLayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static WriteOptions Options { get; } = new() { Chunks = ChunkShape.Of(1, 2, 2), Shards = ShardShape.Of(1, 4, 4) };

    private static Image Image { get; } = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);

    private static LabelImage LabelImage { get; } = new(Image.FromDimensions([Dimension.Y(), Dimension.X()]), new ImageLabel());

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_label_is_written_with_chunks_and_shards_of_its_own()
    {
        var label = new Label("cells", LabelImage, new byte[4, 4].AsSource()) { Chunks = ChunkShape.Of(1, 2), Shards = ShardShape.Of(2, 4) };
        await OmeWriter.WriteImageAsync(folder["a.zarr"], Image, new byte[2, 4, 4].AsSource(), Options, [label], TestContext.Current.CancellationToken);
        await RequireLayoutAsync();
    }

    [Fact]
    public async Task A_label_is_prepared_with_chunks_and_shards_of_its_own()
    {
        var label = new Label("cells", LabelImage, new ArraySpec([4, 4], DataType.UInt8)) { Chunks = ChunkShape.Of(1, 2), Shards = ShardShape.Of(2, 4) };
        await using var arrays = await OmeWriter.PrepareImageAsync(
            folder["a.zarr"], Image, [new ArraySpec([2, 4, 4], DataType.UInt8)], Options, [label], TestContext.Current.CancellationToken);
        await RequireLayoutAsync();
    }

    [Fact]
    public async Task Without_them_the_options_must_fit_both()
    {
        var label = new Label("cells", LabelImage, new byte[4, 4].AsSource());
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => OmeWriter.WriteImageAsync(folder["a.zarr"], Image, new byte[2, 4, 4].AsSource(), Options, [label], TestContext.Current.CancellationToken));
        Assert.StartsWith("label cells: level \"0\" (4 x 4): the chunk shape (1, 2, 2) has 3 lengths for an array of 2 dimensions", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    private async Task RequireLayoutAsync()
    {
        Assert.Equal(([1, 4, 4], [1, 2, 2]), await LayoutAsync("a.zarr/0"));
        Assert.Equal(([2, 4], [1, 2]), await LayoutAsync("a.zarr/labels/cells/0"));
    }

    private async Task<(Shape Shard, Shape Inner)> LayoutAsync(string path)
    {
        var array = await ZarrArray.OpenAsync(folder[path], cancellationToken: TestContext.Current.CancellationToken);
        return (array.ChunkShape, array.InnerChunkShape ?? array.ChunkShape);
    }
}
