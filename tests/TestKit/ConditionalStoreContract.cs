using Xunit;
using Zarr.Stores;

namespace TestKit;

/// <summary>What a store must do that replaces values on condition. A store gets these tests by a class that inherits this one.</summary>
public abstract class ConditionalStoreContract
{
    private static readonly StoreKey Key = new("a/zarr.json");

    /// <summary>A new, empty store.</summary>
    protected abstract IConditionalStore CreateStore();

    [Fact]
    public async Task The_present_version_is_replaced_and_gets_another_version()
    {
        var store = CreateStore();
        await store.WriteAsync(Key.Value, 1);
        var version = await VersionAsync(store);
        Assert.True(await store.TryReplaceAsync(Key, new byte[] { 2, 3 }, version, TestContext.Current.CancellationToken));
        Assert.Equal([2, 3], await store.ReadAsync(Key.Value));
        Assert.NotEqual(version, await VersionAsync(store));
    }

    [Fact]
    public async Task An_earlier_version_is_not_replaced()
    {
        var store = CreateStore();
        await store.WriteAsync(Key.Value, 1);
        var version = await VersionAsync(store);
        await store.WriteAsync(Key.Value, 2);
        Assert.False(await store.TryReplaceAsync(Key, new byte[] { 3 }, version, TestContext.Current.CancellationToken));
        Assert.Equal([2], await store.ReadAsync(Key.Value));
    }

    [Fact]
    public async Task A_deleted_value_is_not_created_again()
    {
        var store = CreateStore();
        await store.WriteAsync(Key.Value, 1);
        var version = await VersionAsync(store);
        await store.DeleteAsync(Key, TestContext.Current.CancellationToken);
        Assert.False(await store.TryReplaceAsync(Key, new byte[] { 2 }, version, TestContext.Current.CancellationToken));
        Assert.Null(await store.ReadAsync(Key.Value));
    }

    [Fact]
    public async Task A_foreign_version_is_not_replaced()
    {
        var store = CreateStore();
        await store.WriteAsync(Key.Value, 1);
        await store.WriteAsync("b", 2);
        var other = (await store.GetVersionedRangeAsync(new StoreKey("b"), ByteRange.FromOffset(0), TestContext.Current.CancellationToken))!.Value;
        other.Bytes.Dispose();
        Assert.False(await store.TryReplaceAsync(Key, new byte[] { 3 }, other.Version!, TestContext.Current.CancellationToken));
        Assert.Equal([1], await store.ReadAsync(Key.Value));
    }

    [Fact]
    public async Task Of_several_writers_that_add_to_one_value_none_is_lost()
    {
        const int Writers = 8, Additions = 5;
        var store = CreateStore();
        await store.WriteAsync(Key.Value);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var addition = 0; addition < Additions; addition++)
            {
                await AddAsync(store, (byte)((writer * Additions) + addition));
            }
        })));

        Assert.Equal(Enumerable.Range(0, Writers * Additions).Select(i => (byte)i), (await store.ReadAsync(Key.Value))!.Order());
    }

    private static async Task AddAsync(IConditionalStore store, byte value)
    {
        for (var isAdded = false; !isAdded;)
        {
            var (bytes, version) = (await store.GetVersionedRangeAsync(Key, ByteRange.FromOffset(0), TestContext.Current.CancellationToken))!.Value;
            using (bytes)
            {
                isAdded = await store.TryReplaceAsync(Key, (byte[])[.. bytes.Memory.Span, value], version!, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<string> VersionAsync(IConditionalStore store)
    {
        var (bytes, version) = (await store.GetVersionedRangeAsync(Key, ByteRange.FromOffset(0), TestContext.Current.CancellationToken))!.Value;
        bytes.Dispose();
        return Assert.IsType<string>(version);
    }
}
