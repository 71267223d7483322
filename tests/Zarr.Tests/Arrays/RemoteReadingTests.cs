using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays;

/// <summary>Reading from stores behind a network: how many requests, and how many at the same time.</summary>
public sealed class RemoteReadingTests
{
    private readonly MemoryStore memory = new();

    [Fact]
    public async Task As_many_chunks_are_read_at_the_same_time_as_the_store_says()
    {
        await WriteAsync([40], [1], Codec.Bytes());
        var remote = new RemoteStore(memory) { MaxConcurrency = 16, Latency = TimeSpan.FromMilliseconds(50) };
        var array = await ZarrArray.OpenAsync(remote, StorePrefix.Root);
        Assert.Equal(Content(40), await array.ReadAsync<ushort>());
        Assert.InRange(remote.MostAtOnce, 4, 16);
    }

    [Fact]
    public async Task What_the_caller_says_counts_more()
    {
        await WriteAsync([40], [1], Codec.Bytes());
        var remote = new RemoteStore(memory) { MaxConcurrency = 16 };
        var array = await ZarrArray.OpenAsync(remote, StorePrefix.Root, new ZarrOptions { MaxDegreeOfParallelism = 1 });
        Assert.Equal(Content(40), await array.ReadAsync<ushort>());
        Assert.Equal(1, remote.MostAtOnce);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(111, 5)]
    [InlineData(112, 2)]
    public async Task The_gap_between_inner_chunks_that_share_a_request_is_that_of_the_store(int gap, int requests)
    {
        // A column of inner chunks: 4 ranges of 16 bytes with gaps of 112 bytes, after the index.
        await WriteAsync([8, 64], [8, 64], Codec.Sharding([1, 8], Codec.Bytes()));
        var remote = new RemoteStore(memory) { RangeGap = gap };
        var array = await ZarrArray.OpenAsync(remote, StorePrefix.Root);
        remote.Clear();
        var region = new Region([0, 8], [4, 8]);
        var rows = new ushort[32];
        await array.ReadAsync<ushort>(region, rows);
        Assert.Equal(Enumerable.Range(0, 4).SelectMany(y => Content(512).Skip((y * 64) + 8).Take(8)), rows);
        Assert.Equal(requests, remote.Log.Count);
    }

    [Fact]
    public async Task The_index_of_a_shard_is_read_once()
    {
        await WriteAsync([8, 64], [8, 64], Codec.Sharding([1, 8], Codec.Bytes()));
        var remote = new RemoteStore(memory);
        var array = await ZarrArray.OpenAsync(remote, StorePrefix.Root);
        remote.Clear();
        for (var x = 0; x < 8; x++)
        {
            Assert.Equal(Content(512).Skip(8 * x).Take(8), await array.ReadAsync<ushort>(new Region([0, 8 * x], [1, 8])));
        }

        Assert.Equal(9, remote.Log.Count);
    }

    private static ushort[] Content(int count) => [.. Enumerable.Range(1, count).Select(i => (ushort)i)];

    private async Task WriteAsync(Shape shape, Shape chunk, ICodec codec)
    {
        var metadata = new ArrayMetadata { Shape = shape, ChunkShape = chunk, DataType = DataType.UInt16, Codecs = [codec.ToMetadata()] };
        var array = await ZarrArray.CreateAsync(memory, StorePrefix.Root, metadata);
        await array.WriteAsync<ushort>(Content((int)shape.ElementCount), Region.Whole(shape));
    }
}
