using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

/// <summary>The stores that tests rely on are stores themselves.</summary>
public sealed class CountingStoreTests : StoreContract
{
    [Fact]
    public async Task Requests_and_bytes_are_counted()
    {
        var store = new CountingStore();
        await store.WriteAsync("a", 1, 2, 3);
        await store.ReadAsync("a");
        await store.ReadAsync("a", ByteRange.Suffix(2));
        await store.ReadAsync("missing");
        await store.GetLengthAsync(new StoreKey("a"));
        await store.KeysAsync();
        await store.DeletePrefixAsync(StorePrefix.Root);
        Assert.Equal((3, 5), (store.Reads, store.BytesRead));
        Assert.Equal((1, 3), (store.Writes, store.BytesWritten));
        Assert.Equal((1, 1), (store.Lists, store.Deletes));
        Assert.Equal(new StoreRequest(StoreOperation.Get, "missing", 0, Found: false), store.Log[3]);
        store.Clear();
        Assert.Empty(store.Log);
    }

    protected override IWritableStore CreateStore() => new CountingStore();
}

public sealed class FaultyStoreTests : StoreContract
{
    [Fact]
    public async Task The_chosen_write_fails_and_no_other()
    {
        var store = FaultyStore.AtWrite(new MemoryStore(), 2);
        await store.TouchAsync("a");
        await Assert.ThrowsAsync<IOException>(() => store.TouchAsync("b"));
        await store.TouchAsync("c");
        Assert.Equal(["a", "c"], await store.KeysAsync());
        Assert.Equal(3, store.WriteAttempts);
    }

    [Fact]
    public async Task A_full_disk_stays_full()
    {
        var store = FaultyStore.DiskFullAfter(new MemoryStore(), 4);
        await store.WriteAsync("a", 1, 2, 3);
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("b", 4, 5));
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("c", 6));
        Assert.Equal(["a"], await store.KeysAsync());
    }

    [Fact]
    public async Task Chosen_keys_fail()
    {
        var store = FaultyStore.AtKey(new MemoryStore(), key => key.EndsWith("zarr.json", StringComparison.Ordinal));
        await store.TouchAsync("a/c/0");
        await Assert.ThrowsAsync<IOException>(() => store.TouchAsync("a/zarr.json"));
    }

    protected override IWritableStore CreateStore() => new FaultyStore(new MemoryStore(), _ => null);
}
