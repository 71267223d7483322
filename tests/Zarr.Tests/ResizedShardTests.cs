using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Sharded arrays that are resized, deleted and made anew while other objects remember where their inner chunks were.</summary>
public sealed class ResizedShardTests
{
    private static readonly StorePrefix A = new("a");

    private readonly CountingStore store = new();

    [Fact]
    public async Task An_array_forgets_where_inner_chunks_were_when_it_is_resized()
    {
        var array = await WrittenAsync();
        Assert.Equal([8], await array.ReadAsync<ushort>(new Region([7], [1])));
        var shorter = await array.ResizeAsync([5]);
        Assert.Equal([1, 2, 3, 4, 5], await shorter.ReadAsync<ushort>());
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal([(ushort)(i < 5 ? i + 1 : 0)], await array.ReadAsync<ushort>(new Region([i], [1])));
        }

        var longer = await shorter.ResizeAsync([8]);
        Assert.Equal([1, 2, 3, 4, 5, 0, 0, 0], await longer.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_shard_that_the_new_edge_cuts_is_written_without_the_inner_chunks_beyond_it()
    {
        var array = await WrittenAsync();
        var before = await store.GetLengthAsync(new StoreKey("a/c/0"));
        await array.ResizeAsync([3]);
        Assert.Equal(before - (2 * 2 * sizeof(ushort)), await store.GetLengthAsync(new StoreKey("a/c/0")));
    }

    [Fact]
    public async Task An_array_that_remembers_no_indexes_follows_what_others_write()
    {
        var mine = await WrittenAsync(new ZarrOptions { ShardIndexCacheLength = 0 });
        Assert.Equal([7], await mine.ReadAsync<ushort>(new Region([6], [1])));
        var other = await ZarrArray.OpenAsync(store, A);
        await other.WriteAsync<ushort>(new ushort[4], new Region([0], [4]));
        Assert.Equal([7], await mine.ReadAsync<ushort>(new Region([6], [1])));
        await ZarrArray.DeleteAsync(store, A);
        Assert.Equal([0], await mine.ReadAsync<ushort>(new Region([6], [1])));
        var again = await ZarrArray.CreateAsync(store, A, Metadata);
        await again.WriteAsync<ushort>(new ushort[] { 9, 9 }, new Region([6], [2]));
        Assert.Equal([0, 9], await mine.ReadAsync<ushort>(new Region([5], [2])));
    }

    [Fact]
    public async Task A_deleted_array_reads_as_the_fill_value_also_where_indexes_are_remembered()
    {
        var array = await WrittenAsync();
        await array.ReadAsync<ushort>(new Region([6], [1]));
        await ZarrArray.DeleteAsync(store, A);
        Assert.Equal([0], await array.ReadAsync<ushort>(new Region([6], [1])));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => array.ResizeAsync([4]));
        Assert.Equal([0], await array.ReadAsync<ushort>(new Region([6], [1])));
    }

    [Fact]
    public async Task Reads_through_the_old_object_while_the_array_is_resized_show_elements_or_the_fill_value()
    {
        for (var round = 0; round < 20; round++)
        {
            await ZarrArray.DeleteAsync(store, A);
            await WrittenAsync();
            var array = await ZarrArray.OpenAsync(new YieldingStore(store), A);
            using var done = new CancellationTokenSource();
            var reading = Task.Run(() => ReadOneByOneAsync(array, done.Token));
            for (var length = 7; length > 0; length--)
            {
                await array.ResizeAsync([length]);
                await array.ResizeAsync([8]);
            }

            await done.CancelAsync();
            await reading;
            Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], await array.ReadAsync<ushort>());
        }
    }

    private static async Task ReadOneByOneAsync(ZarrArray array, CancellationToken done)
    {
        for (var i = 0; !done.IsCancellationRequested || i < 8; i++)
        {
            var value = (await array.ReadAsync<ushort>(new Region([i % 8], [1]), CancellationToken.None))[0];
            Assert.True(value == 0 || value == (i % 8) + 1, $"element {i % 8} is {value}");
        }
    }

    private static ArrayMetadata Metadata { get; } = new()
    {
        Shape = [8],
        ChunkShape = [8],
        DataType = DataType.UInt16,
        Codecs = [new ShardingCodec([2], new BytesCodec()).ToMetadata()],
    };

    private async Task<ZarrArray> WrittenAsync(ZarrOptions? options = null)
    {
        var array = await ZarrArray.CreateAsync(store, A, Metadata, options);
        await array.WriteAsync<ushort>(new ushort[] { 1, 2, 3, 4, 5, 6, 7, 8 }, Region.Whole([8]));
        return array;
    }
}
