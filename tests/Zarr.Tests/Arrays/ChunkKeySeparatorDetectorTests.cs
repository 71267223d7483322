using TestKit;
using Xunit;
using Zarr.Stores;
using Zarr.Tests.Metadata.V2;

namespace Zarr.Tests.Arrays;

public sealed class ChunkKeySeparatorDetectorTests
{
    private static readonly Region LastChunk = new([2, 3], [2, 3]);

    private readonly CountingStore store = new();

    [Theory]
    [InlineData('.', '.')]
    [InlineData('/', '/')]
    [InlineData('.', '/')]
    [InlineData('/', '.')]
    public async Task Chunks_are_found_whatever_the_metadata_says(char declared, char actual)
    {
        await store.PutRampAsync("a/", actual);
        var array = await OpenAsync(declared);
        Assert.Equal(V2Node.Ramp, await array.ReadAsync<ushort>());
        Assert.Equal([21, 22, 23], (await array.ReadAsync<ushort>(LastChunk))[3..]);
    }

    [Fact]
    public async Task An_array_in_the_root_of_its_store_is_found_too()
    {
        await store.PutAsync(".zarray", V2Node.Array());
        await store.PutRampAsync(string.Empty, '/');
        Assert.Equal(V2Node.Ramp, await (await ZarrArray.OpenAsync(store, StorePrefix.Root)).ReadAsync<ushort>());
    }

    [Fact]
    public async Task As_long_as_chunks_are_found_nothing_more_is_asked_for()
    {
        await store.PutRampAsync("a/", '.');
        var array = await OpenAsync('.');
        await array.ReadAsync<ushort>();
        Assert.Equal(["a/0.0", "a/0.1", "a/1.0", "a/1.1"], store.Log.Select(request => request.Key).Order());

        await store.DeleteAsync(new StoreKey("a/1.1"));
        store.Clear();
        await array.ReadAsync<ushort>(LastChunk);
        Assert.Equal(["a/1.1"], store.Log.Select(request => request.Key));
    }

    [Fact]
    public async Task Wrong_keys_cost_three_requests_once()
    {
        await store.PutRampAsync("a/", '/');
        var array = await OpenAsync('.');
        await array.ReadAsync<ushort>(LastChunk);
        Assert.Equal(["a/1.1", "a/0.0", "a/1/1", "a/1/1"], store.Log.Select(request => request.Key));
        store.Clear();
        await array.ReadAsync<ushort>();
        Assert.Equal(["a/0/0", "a/0/1", "a/1/0", "a/1/1"], store.Log.Select(request => request.Key).Order());
    }

    [Fact]
    public async Task A_missing_chunk_beside_chunks_that_are_right_costs_one_request_once()
    {
        await store.PutRampAsync("a/", '.');
        await store.DeleteAsync(new StoreKey("a/1.1"));
        var array = await OpenAsync('.');
        Assert.Equal(new ushort[6], await array.ReadAsync<ushort>(LastChunk));
        Assert.Equal(["a/1.1", "a/0.0"], store.Log.Select(request => request.Key));
        store.Clear();
        await array.ReadAsync<ushort>(LastChunk);
        Assert.Equal(["a/1.1"], store.Log.Select(request => request.Key));
    }

    [Fact]
    public async Task An_array_without_chunks_is_looked_through_once()
    {
        var array = await OpenAsync('.');
        Assert.Equal(new ushort[24], await array.ReadAsync<ushort>());
        Assert.InRange(store.Count(StoreOperation.GetLength), 1, 3);
        Assert.Equal(1, store.Lists);
        store.Clear();
        await array.ReadAsync<ushort>();
        Assert.Equal(4, store.Log.Count);
    }

    [Theory]
    [InlineData('.', '/')]
    [InlineData('/', '.')]
    public async Task A_single_chunk_elsewhere_is_found_by_listing(char declared, char actual)
    {
        await store.SetAsync(new StoreKey($"a/0{actual}1"), Enumerable.Repeat((byte)1, 12).ToArray());
        var array = await OpenAsync(declared);
        Assert.Equal(new ushort[6], await array.ReadAsync<ushort>(LastChunk));
        Assert.Equal(1, store.Lists);
        Assert.Equal(0x0101, (await array.ReadAsync<ushort>(new Region([0, 3], [1, 1])))[0]);
    }

    [Fact]
    public async Task Declared_chunks_count_if_there_are_both()
    {
        await store.PutRampAsync("a/", '.');
        await store.DeleteAsync(new StoreKey("a/0.0"));
        await store.SetAsync(new StoreKey("a/1/0"), new byte[12]);
        var array = await OpenAsync('.');
        await array.ReadAsync<ushort>(new Region([0, 0], [1, 1]));
        Assert.Equal(V2Node.Ramp[21..], (await array.ReadAsync<ushort>(LastChunk))[3..]);
    }

    [Fact]
    public async Task A_store_that_cannot_list_is_asked_for_the_likely_keys_only()
    {
        await store.SetAsync(new StoreKey("a/.zarray"), System.Text.Encoding.UTF8.GetBytes(V2Node.Array()));
        await store.PutRampAsync("a/", '/');
        var array = await ZarrArray.OpenAsync(new ReadOnly(store), new("a"));
        Assert.Equal(V2Node.Ramp, await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task One_dimension_has_no_separator_to_look_for()
    {
        await store.PutAsync("a/.zarray", V2Node.Array(("shape", "[4]"), ("chunks", "[2]")));
        var array = await ZarrArray.OpenAsync(store, new("a"));
        store.Clear();
        await array.ReadAsync<ushort>();
        Assert.Equal(["a/0", "a/1"], store.Log.Select(request => request.Key).Order());
    }

    private async Task<ZarrArray> OpenAsync(char declared)
    {
        await store.PutAsync("a/.zarray", V2Node.Array(("dimension_separator", $"\"{declared}\"")));
        var array = await ZarrArray.OpenAsync(store, new("a"), new ZarrOptions { MaxDegreeOfParallelism = 2 });
        store.Clear();
        return array;
    }

    private sealed class ReadOnly(IStore inner) : IStore
    {
        public ValueTask<System.Buffers.IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public ValueTask<System.Buffers.IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
            inner.GetRangeAsync(key, range, cancellationToken);

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);
    }
}
