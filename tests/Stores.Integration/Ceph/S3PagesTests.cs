using TestKit;
using Xunit;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

/// <summary>More keys than one answer of the server holds, which is 1000.</summary>
public sealed class S3PagesTests(CephServer server) : IAsyncLifetime
{
    private const int Keys = 1010;

    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    [Fact]
    public async Task All_pages_are_listed_and_deleted()
    {
        var store = bucket.Store;
        await Parallel.ForAsync(0, Keys, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => await store.WriteAsync($"c/{i % 3}/{i}"));
        await store.WriteAsync("d");
        Assert.Equal(Keys, (await store.KeysAsync("c")).Distinct().Count());
        Assert.Equal(["0", "1", "2"], await store.ListChildrenAsync(new StorePrefix("c"), TestContext.Current.CancellationToken));
        Assert.Equal(["c", "d"], await store.ListChildrenAsync(StorePrefix.Root, TestContext.Current.CancellationToken));
        await store.DeletePrefixAsync(new StorePrefix("c"), TestContext.Current.CancellationToken);
        Assert.Equal(["d"], await store.KeysAsync());
    }
}
