using System.Buffers;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>
/// How many requests and bytes reading costs. Unless said otherwise: 64 x 64 uint16 in shards of 32 x 32 with 16 inner chunks of 8 x 8, 128 bytes
/// each; an index of 260 bytes; a shard of 2308.
/// </summary>
public sealed class ShardRequestTests
{
    private const int IndexLength = 260;
    private const int InnerLength = 128;
    private const int ShardLength = (16 * InnerLength) + IndexLength;

    private readonly CountingStore store = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_region_of_a_shard_costs_its_index_and_one_range(bool indexAtStart)
    {
        var array = await WrittenAsync(new ShardingCodec([8, 8], new BytesCodec()) { IndexAtStart = indexAtStart });
        await ReadAsync(array, new Region([0, 0], [8, 16]));
        AssertRequests(IndexLength, 2 * InnerLength);
    }

    [Fact]
    public async Task Further_regions_of_a_shard_cost_one_range()
    {
        var array = await WrittenAsync();
        await ReadAsync(array, new Region([0, 0], [8, 16]));
        await ReadAsync(array, new Region([9, 9], [3, 3]));
        AssertRequests(IndexLength, 2 * InnerLength, InnerLength);
    }

    [Fact]
    public async Task A_whole_shard_costs_one_request()
    {
        var array = await WrittenAsync();
        await ReadAsync(array, new Region([32, 0], [32, 32]));
        AssertRequests(ShardLength);
    }

    [Fact]
    public async Task A_whole_array_costs_one_request_for_each_shard()
    {
        var array = await WrittenAsync();
        await ReadAsync(array, Region.Whole(array.Shape));
        AssertRequests(ShardLength, ShardLength, ShardLength, ShardLength);
    }

    [Theory]
    [InlineData(24, new[] { ShardLength })]
    [InlineData(16, new[] { IndexLength, 8 * InnerLength })]
    public async Task Three_quarters_of_a_shard_are_most_of_it(long rows, int[] bytes)
    {
        var array = await WrittenAsync();
        await ReadAsync(array, new Region([0, 0], [rows, 32]));
        AssertRequests(bytes);
    }

    [Fact]
    public async Task What_a_whole_shard_said_about_itself_is_remembered()
    {
        var array = await WrittenAsync();
        await ReadAsync(array, new Region([0, 0], [32, 32]));
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        AssertRequests(ShardLength, InnerLength);
    }

    [Fact]
    public async Task A_whole_shard_whose_index_is_known_costs_its_inner_chunks()
    {
        var array = await WrittenAsync();
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        await ReadAsync(array, new Region([0, 0], [32, 32]));
        AssertRequests(IndexLength, InnerLength, 16 * InnerLength);
    }

    [Fact]
    public async Task Small_gaps_are_fetched_too()
    {
        var array = await WrittenAsync(MetadataOf([64, 64], [32, 16], new ShardingCodec([8, 8], new BytesCodec())));
        await ReadAsync(array, new Region([0, 0], [32, 8]));
        AssertRequests((8 * 16) + 4, 7 * InnerLength);
    }

    [Fact]
    public async Task Large_gaps_are_left_out()
    {
        var metadata = MetadataOf([1024, 512], [1024, 512], new ShardingCodec([256, 128], new BytesCodec()));
        var array = await WrittenAsync(metadata);
        await ReadAsync(array, new Region([0, 0], [1024, 1]));
        AssertRequests(IndexLength, 65536, 65536, 65536, 65536);
    }

    [Fact]
    public async Task A_missing_shard_costs_one_request()
    {
        var metadata = MetadataOf([64, 64], [32, 32], new ShardingCodec([8, 8], new BytesCodec())) with { FillValue = FillValue.Of<ushort>(7) };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata);
        store.Clear();
        Assert.Equal([7, 7, 7, 7], await array.ReadAsync<ushort>(new Region([0, 0], [2, 2])));
        AssertRequests(0);
    }

    [Fact]
    public async Task A_shard_that_has_come_to_hold_only_the_fill_value_is_deleted()
    {
        var array = await WrittenAsync();
        await array.WriteAsync<ushort>(new ushort[32 * 32], new Region([0, 32], [32, 32]));
        Assert.Null(await store.GetLengthAsync(new StoreKey("c/0/1")));
        Assert.Equal(new ushort[32 * 32], await array.ReadAsync<ushort>(new Region([0, 32], [32, 32])));
    }

    [Fact]
    public async Task Missing_inner_chunks_cost_nothing_but_the_index()
    {
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, MetadataOf([64, 64], [32, 32], new ShardingCodec([8, 8], new BytesCodec())));
        await array.WriteAsync<ushort>(new ushort[] { 5 }, new Region([0, 0], [1, 1]));
        store.Clear();
        Assert.Equal(new ushort[4], await array.ReadAsync<ushort>(new Region([8, 0], [2, 2])));
        Assert.Equal([5], await array.ReadAsync<ushort>(new Region([0, 0], [1, 1])));
        AssertRequests(IndexLength, InnerLength);
    }

    [Fact]
    public async Task Writing_a_shard_makes_its_index_be_fetched_anew()
    {
        var array = await WrittenAsync();
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        await array.WriteAsync<ushort>(new ushort[64], new Region([0, 0], [8, 8]));
        store.Clear();
        Assert.Equal(new ushort[64], await array.ReadAsync<ushort>(new Region([0, 0], [8, 8])));
        await ReadAsync(array, new Region([8, 0], [8, 8]));
        AssertRequests(IndexLength, InnerLength);
    }

    [Fact]
    public async Task Writing_a_part_of_a_shard_reads_it_once_and_writes_it_once()
    {
        var array = await WrittenAsync();
        await array.WriteAsync<ushort>(new ushort[64], new Region([0, 0], [8, 8]));
        AssertRequests(ShardLength);
        Assert.Equal([(long)ShardLength - InnerLength], store.Of(StoreOperation.Set).Select(request => request.Bytes));
    }

    [Fact]
    public async Task Without_room_for_indexes_each_region_costs_one()
    {
        await WrittenAsync();
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root, ZarrOptions.Default with { ShardIndexCacheLength = 255 });
        store.Clear();
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        AssertRequests(IndexLength, InnerLength, IndexLength, InnerLength);
    }

    [Fact]
    public async Task The_indexes_used_last_are_kept()
    {
        await WrittenAsync();
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root, ZarrOptions.Default with { ShardIndexCacheLength = 512 });
        store.Clear();
        foreach (var (y, x) in new[] { (0, 0), (0, 32), (0, 0), (32, 0), (0, 0), (0, 32) })
        {
            await ReadAsync(array, new Region([y, x], [8, 8]));
        }

        AssertRequests(
            IndexLength, InnerLength, IndexLength, InnerLength, InnerLength, IndexLength, InnerLength, InnerLength, IndexLength, InnerLength);
    }

    [Fact]
    public async Task A_shard_in_a_shard_costs_both_indexes_once()
    {
        var inner = new ShardingCodec([8, 8], new BytesCodec());
        var array = await WrittenAsync(MetadataOf([64, 64], [64, 64], new ShardingCodec([32, 32], inner)));
        const int OuterIndex = (4 * 16) + 4;
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        await ReadAsync(array, new Region([8, 8], [8, 8]));
        await ReadAsync(array, new Region([40, 0], [8, 8]));
        AssertRequests(OuterIndex, IndexLength, InnerLength, InnerLength, IndexLength, InnerLength);
    }

    [Fact]
    public async Task Most_of_a_shard_in_a_shard_is_fetched_whole()
    {
        var inner = new ShardingCodec([8, 8], new BytesCodec());
        var array = await WrittenAsync(MetadataOf([64, 64], [64, 64], new ShardingCodec([32, 32], inner)));
        await ReadAsync(array, new Region([0, 0], [32, 32]));
        AssertRequests((4 * 16) + 4, ShardLength);
    }

    [Fact]
    public async Task A_store_that_cannot_count_from_the_end_is_asked_for_the_length()
    {
        await WrittenAsync();
        var array = await ZarrArray.OpenAsync(new NoSuffixes(store), StorePrefix.Root);
        store.Clear();
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        AssertRequests(IndexLength, InnerLength);
        Assert.Equal(1, store.Count(StoreOperation.GetLength));
    }

    [Fact]
    public async Task A_shard_with_long_gaps_is_read_in_parts()
    {
        var array = await WrittenAsync();
        await SpreadAsync(new StoreKey("c/0/0"), 100_000);
        await ReadAsync(array, new Region([0, 0], [32, 32]));
        var limit = (2 * ShardLength) + 65536;
        AssertRequests([limit + 1, IndexLength, .. Enumerable.Repeat(InnerLength, 16)]);
    }

    [Fact]
    public async Task Codecs_after_sharding_make_every_region_cost_the_whole_shard()
    {
        var metadata = MetadataOf([32, 32], [32, 32], new ShardingCodec([8, 8], new BytesCodec()));
        var array = await WrittenAsync(metadata with { Codecs = [.. metadata.Codecs, new Crc32cCodec().ToMetadata()] });
        await ReadAsync(array, new Region([0, 0], [8, 8]));
        AssertRequests(ShardLength + 4);
        Assert.Null(array.InnerChunkShape);
    }

    [Fact]
    public async Task An_array_says_what_its_inner_chunks_are()
    {
        var array = await WrittenAsync();
        Assert.Equal<Shape>([32, 32], array.ChunkShape);
        Assert.Equal<Shape>([8, 8], array.InnerChunkShape!.Value);
        var plain = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, MetadataOf([4], [2], new BytesCodec()));
        Assert.Null(plain.InnerChunkShape);
    }

    private static ArrayMetadata MetadataOf(Shape shape, Shape chunk, ICodec codec) =>
        new() { Shape = shape, ChunkShape = chunk, DataType = DataType.UInt16, Codecs = [codec.ToMetadata()] };

    private static ushort[] Elements(Shape shape) => [.. Enumerable.Range(1, (int)shape.ElementCount).Select(i => (ushort)(i | 1))];

    private Task<ZarrArray> WrittenAsync(ShardingCodec? codec = null) =>
        WrittenAsync(MetadataOf([64, 64], [32, 32], codec ?? new ShardingCodec([8, 8], new BytesCodec())));

    /// <summary>An array in which nothing is zero.</summary>
    private async Task<ZarrArray> WrittenAsync(ArrayMetadata metadata)
    {
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata);
        await array.WriteAsync<ushort>(Elements(array.Shape), Region.Whole(array.Shape));
        store.Clear();
        return array;
    }

    private static async Task ReadAsync(ZarrArray array, Region region)
    {
        var expected = new NaiveArray(array.Shape, 2, [0, 0]);
        expected.Write(Region.Whole(array.Shape), System.Runtime.InteropServices.MemoryMarshal.AsBytes(Elements(array.Shape).AsSpan()));
        var found = await array.ReadAsync<ushort>(region);
        Assert.Equal(expected.Read(region), System.Runtime.InteropServices.MemoryMarshal.AsBytes(found.AsSpan()).ToArray());
    }

    /// <summary>Fails unless exactly these numbers of bytes were asked for.</summary>
    private void AssertRequests(params int[] bytes)
    {
        var ranges = store.Of(StoreOperation.GetRange).Where(request => !request.Key.EndsWith("zarr.json", StringComparison.Ordinal));
        Assert.Equal(bytes.Select(length => (long)length), ranges.Select(request => request.Bytes));
        Assert.Equal(0, store.Count(StoreOperation.Get));
    }

    /// <summary>Moves the inner chunks of a shard apart.</summary>
    private async Task SpreadAsync(StoreKey key, int distance)
    {
        using var shard = await store.GetAsync(key);
        var spread = new byte[(15 * distance) + InnerLength + IndexLength];
        var index = spread.AsMemory(^IndexLength..);
        shard!.Memory[^IndexLength..].CopyTo(index);
        for (var i = 0; i < 16; i++)
        {
            shard.Memory.Slice(i * InnerLength, InnerLength).CopyTo(spread.AsMemory(i * distance));
            BitConverter.TryWriteBytes(index.Span[(16 * i)..], (long)i * distance);
        }

        BitConverter.TryWriteBytes(index.Span[^4..], Crc32C.Checksum(index.Span[..^4]));
        await store.SetAsync(key, spread);
        store.Clear();
    }

    private sealed class NoSuffixes(IStore inner) : IStore
    {
        public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
            range.IsSuffix ? throw new NotSupportedException() : inner.GetRangeAsync(key, range, cancellationToken);

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);
    }
}
