using OmeZarr;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

/// <summary>Consolidated metadata in a bucket.</summary>
public sealed class S3ConsolidatedTests(CephServer server) : IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    [Fact]
    public async Task They_are_read_compared_and_never_change_elements()
    {
        using var folder = new TemporaryFolder();
        var image = folder["cells.ome.zarr"];
        var pixels = ArraySource.FromFunction<ushort>([64, 96], (_, part) => part.Fill(7));
        await OmeWriter.WriteImageAsync(image, OmeZarr.V05.Image.FromDimensions([Dimension.Y(64), Dimension.X(96)]), pixels, new WriteOptions { Pyramid = Pyramid.Of(4, ("y", 2), ("x", 2)) }, cancellationToken: Cancel);
        await CopiedMetadata.AddAsync(image);
        await StoreCopy.CopyAsync(image, StoreLocation.In(bucket.Store, new StorePrefix("good")), cancellationToken: Cancel);
        await CopiedMetadata.ShrinkAsync(image, level: 1);
        await StoreCopy.CopyAsync(image, StoreLocation.In(bucket.Store, new StorePrefix("old")), cancellationToken: Cancel);

        var good = await OmeImage.OpenAsync(bucket.Store, new StorePrefix("good"), cancellationToken: Cancel);
        Assert.All(await good.Levels[1].ReadAsync<ushort>(Cancel), pixel => Assert.Equal(7, pixel));
        var old = await OmeImage.OpenAsync(bucket.Store, new StorePrefix("old"), cancellationToken: Cancel);
        await Assert.ThrowsAsync<NodeReplacedException>(() => old.Levels[1].ReadAsync<ushort>(Cancel));
        var own = await OmeImage.OpenAsync(bucket.Store, new StorePrefix("old"), new ZarrOptions { UsesConsolidatedMetadata = false }, Cancel);
        Assert.Equal([32, 47], own.Levels[1].ZarrArray.Shape);
    }
}
