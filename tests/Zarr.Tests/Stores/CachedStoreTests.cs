using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class CachedStoreContractTests : ReadingStoreContract
{
    protected override async ValueTask<IStore> OpenAsync(string folder) => new CachedStore(new RemoteStore(await ReadingMemoryStoreTests.LoadAsync(folder)) { Latency = TimeSpan.Zero });
}

public sealed class CachedStoreTests
{
    private readonly MemoryStore memory = new();
    private readonly RemoteStore remote;
    private readonly SettableTime time = new();

    public CachedStoreTests() => remote = new RemoteStore(memory);

    [Fact]
    public async Task What_is_read_again_costs_no_request()
    {
        await memory.WriteAsync("a", 1, 2, 3);
        var store = Cached();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal([2, 3], await store.ReadAsync("a", ByteRange.Suffix(2)));
            Assert.Equal([1, 2, 3], await store.ReadAsync("a"));
            Assert.Null(await store.ReadAsync("b"));
        }

        Assert.Equal(["a", "a", "b"], remote.Log);
    }

    [Fact]
    public async Task Old_answers_do_not_count()
    {
        await memory.WriteAsync("a", 1);
        var store = Cached();
        Assert.Equal([1], await store.ReadAsync("a"));
        Assert.Null(await store.ReadAsync("b"));
        await memory.WriteAsync("a", 2);
        await memory.WriteAsync("b", 3);
        time.Now = 59_999;
        Assert.Equal([1], await store.ReadAsync("a"));
        time.Now = 60_000;
        Assert.Equal([2], await store.ReadAsync("a"));
        Assert.Equal([3], await store.ReadAsync("b"));
    }

    [Fact]
    public async Task A_newer_version_replaces_all_that_was_kept_of_the_older_one()
    {
        await memory.WriteAsync("a", 1, 2, 3);
        var store = Cached();
        Assert.Equal([1], await store.ReadAsync("a", ByteRange.FromOffset(0, 1)));
        await memory.WriteAsync("a", 4, 5, 6);
        Assert.Equal([6], await store.ReadAsync("a", ByteRange.Suffix(1)));
        Assert.Equal([4], await store.ReadAsync("a", ByteRange.FromOffset(0, 1)));
    }

    [Fact]
    public async Task Memory_is_bounded_and_what_was_used_last_stays()
    {
        foreach (var key in new[] { "a", "b", "c" })
        {
            await memory.WriteAsync(key, new byte[400]);
        }

        await memory.WriteAsync("long", new byte[5000]);
        var store = Cached(1500);
        foreach (var key in new[] { "a", "b", "a", "c", "long", "a", "b" })
        {
            await store.ReadAsync(key);
        }

        Assert.Equal(["a", "b", "c", "long", "b"], remote.Log);
    }

    [Fact]
    public async Task Shards_that_change_are_read_as_one_version()
    {
        var metadata = new ArrayMetadata { Shape = [64], ChunkShape = [64], DataType = DataType.UInt8, Codecs = [Codec.Sharding([4], Codec.Bytes()).ToMetadata()] };
        var written = await ZarrArray.CreateAsync(memory, StorePrefix.Root, metadata);
        var array = await ZarrArray.OpenAsync(Cached(), StorePrefix.Root);
        for (byte round = 1; round < 20; round++)
        {
            // The place of an inner chunk differs from version to version, and elements that nobody has cached tell of the change.
            await written.WriteAsync<byte>(Enumerable.Repeat(round, 64 - round).ToArray(), new Region([round], [64 - round]));
            var read = await array.ReadAsync<byte>(new Region([60 - (2 * round)], [4]));
            Assert.True(read.Distinct().Count() <= 2, string.Join(',', read));
        }

        time.Now = 60_000;
        Assert.Equal(await written.ReadAsync<byte>(), await array.ReadAsync<byte>());
    }

    private CachedStore Cached(long maxBytes = 1 << 20) => new(remote, maxBytes, TimeSpan.FromMinutes(1), time);

    private sealed class SettableTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
