using System.Collections.Concurrent;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>Whatever a stored shard holds: the right elements, or a clear error, and never much memory.</summary>
public sealed class DamagedShardTests
{
    private static readonly StoreKey Shard = new("c/0/0");
    private static readonly Region Whole = Region.Whole([4, 4]);
    private static readonly ushort[] Elements = [.. Enumerable.Range(1, 16).Select(i => (ushort)(i * 257))];

    public static TheoryData<bool, bool> Layouts { get; } = new MatrixTheoryData<bool, bool>(
        [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Every_damaged_byte_is_noticed(bool isNested, bool indexAtStart)
    {
        var (store, shard) = await WrittenAsync(Protected(isNested, indexAtStart));
        for (var place = 0; place < shard.Length; place++)
        {
            var damaged = shard.ToArray();
            damaged[place] ^= (byte)(1 << (place % 8));
            await store.SetAsync(Shard, damaged);
            Assert.False(await IsReadableAsync(store), $"byte {place}");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Every_truncation_is_noticed(bool isNested, bool indexAtStart)
    {
        var (store, shard) = await WrittenAsync(Protected(isNested, indexAtStart));
        for (var length = 0; length < shard.Length; length++)
        {
            await store.SetAsync(Shard, shard.AsMemory(0, length));
            Assert.False(await IsReadableAsync(store), $"length {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task A_shard_that_is_cut_off_while_it_is_open_is_noticed(bool isNested, bool indexAtStart)
    {
        var (memory, shard) = await WrittenAsync(Protected(isNested, indexAtStart));
        var store = new PiecewiseStore(memory);
        for (store.End = 0; store.End < shard.Length; store.End++)
        {
            Assert.False(await IsReadableFromAsync(store), $"length {store.End}");
        }

        Assert.Equal(0, store.InUse);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task An_index_without_checksum_may_say_anything(bool isNested, bool indexAtStart)
    {
        var random = new Random(20263);
        var (memory, shard) = await WrittenAsync(Unprotected(isNested, indexAtStart));
        var asked = new ConcurrentQueue<long>();
        var store = new CountingStore(new HookedStore(memory) { OnRead = (key, range) => asked.Enqueue(key == Shard ? range.Length ?? long.MaxValue : 0) });
        for (var attempt = 0; attempt < Rounds.Of(3000); attempt++)
        {
            var damaged = shard.ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                damaged[random.Next(damaged.Length)] = attempt % 2 == 0 ? byte.MaxValue : (byte)random.Next(256);
            }

            await store.SetAsync(Shard, damaged);
            var opening = new PiecewiseStore(memory);
            await RecordAsync(store, Whole);
            await RecordAsync(store, new Region([1, 1], [2, 1]));
            await RecordAsync(opening, Whole);
            await RecordAsync(opening, new Region([1, 1], [2, 1]));
            Assert.InRange(opening.Reads.Max(read => read.Length), 1, shard.Length); // never more than there is
            Assert.Equal(0, opening.InUse);
            Assert.InRange(store.Reads, 1, 60);
            Assert.InRange(store.BytesRead, 1, 60 * shard.Length);
            Assert.InRange(asked.Max(), 1, 1 << 17); // what the codecs may make of so small a shard, whatever the index says
            asked.Clear();
            store.Clear();
        }
    }

    [Fact]
    public void A_lying_index_costs_no_memory()
    {
        var bound = new ShardingCodec([1 << 16], new BytesCodec(), new ZstdCodec()) { IndexCodecs = [new BytesCodec()] }
            .Bind(new CodecInput([1 << 24], DataType.UInt8, 1 << 24));
        var shard = new byte[256 * 16];
        new Random(20264).NextBytes(shard);
        var destination = new byte[1 << 24];
        var start = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CorruptDataException>(() => bound.Decode(shard, destination));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, 1 << 20);
    }

    [Fact]
    public async Task Damage_outside_the_region_does_not_matter()
    {
        var (store, shard) = await WrittenAsync(Protected(isNested: false, false));
        shard[0] ^= 1;
        await store.SetAsync(Shard, shard);
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        Assert.Equal(Elements[^1..], await array.ReadAsync<ushort>(new Region([3, 3], [1, 1])));
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => array.ReadAsync<ushort>(new Region([0, 0], [1, 1])));
        Assert.Equal(("c/0/0", "sharding_indexed"), (error.Key, error.Codec));
        Assert.StartsWith("chunk c/0/0: sharding_indexed: inner chunk 0: crc32c: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_shard_is_not_overwritten_by_writing_a_part_of_it()
    {
        var (store, shard) = await WrittenAsync(Protected(isNested: false, false));
        shard[0] ^= 1;
        await store.SetAsync(Shard, shard);
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        await Assert.ThrowsAsync<CorruptDataException>(() => array.WriteAsync<ushort>(new ushort[1], new Region([3, 3], [1, 1])));
        await array.WriteAsync<ushort>(Elements, Whole);
        Assert.True(await IsReadableAsync(store));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shard_that_somebody_else_replaced_is_read_with_its_own_index(bool isPiecewise)
    {
        var (memory, _) = await WrittenAsync(Protected(isNested: false, false));
        IWritableStore store = isPiecewise ? new PiecewiseStore(memory) : memory;
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        await array.ReadAsync<ushort>(new Region([3, 3], [1, 1]));
        var other = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        await other.WriteAsync<ushort>(new ushort[4], new Region([0, 0], [2, 2]));
        Assert.Equal(Elements[^1..], await array.ReadAsync<ushort>(new Region([3, 3], [1, 1])));
        await other.WriteAsync<ushort>(new ushort[16], Whole);
        Assert.Equal([0], await array.ReadAsync<ushort>(new Region([3, 3], [1, 1])));
    }

    private static ShardingCodec Protected(bool isNested, bool indexAtStart)
    {
        var codec = new ShardingCodec([2, 2], new BytesCodec(), new Crc32cCodec()) { IndexAtStart = indexAtStart };
        return isNested ? new ShardingCodec([4, 4], codec) { IndexAtStart = indexAtStart } : codec;
    }

    private static ShardingCodec Unprotected(bool isNested, bool indexAtStart)
    {
        var codec = new ShardingCodec([2, 2], new BytesCodec(), new ZstdCodec()) { IndexAtStart = indexAtStart, IndexCodecs = [new BytesCodec()] };
        return isNested ? new ShardingCodec([2, 4], [new ShardingCodec([1, 2], codec.Codecs) { IndexCodecs = codec.IndexCodecs }]) { IndexCodecs = codec.IndexCodecs } : codec;
    }

    private static async Task<(MemoryStore Store, byte[] Shard)> WrittenAsync(ShardingCodec codec)
    {
        var store = new MemoryStore();
        var metadata = new ArrayMetadata { Shape = [4, 4], ChunkShape = [4, 4], DataType = DataType.UInt16, Codecs = [codec.ToMetadata()] };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata);
        await array.WriteAsync<ushort>(Elements, Whole);
        using var shard = await store.GetAsync(Shard);
        return (store, shard!.Memory.ToArray());
    }

    /// <summary>Reads by requests and from opened values, which must find the same.</summary>
    private static async Task<bool> IsReadableAsync(MemoryStore store)
    {
        var opening = new PiecewiseStore(store);
        var isReadable = await IsReadableFromAsync(store);
        Assert.Equal(isReadable, await IsReadableFromAsync(opening));
        Assert.Equal(0, opening.InUse);
        return isReadable;
    }

    /// <summary>Reads part by part and whole; either way all is right or an error says what is wrong.</summary>
    private static async Task<bool> IsReadableFromAsync(IStore store)
    {
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        foreach (var position in new[] { 0, 6, 9, 15 })
        {
            var region = new Region([position / 4, position % 4], [1, 1]);
            var error = await Record.ExceptionAsync(async () => Assert.Equal(Elements[position], (await array.ReadAsync<ushort>(region))[0]));
            Assert.True(error is null or CorruptDataException, $"{error}");
        }

        var whole = await RecordAsync(store, Whole);
        return whole is null;
    }

    private static async Task<Exception?> RecordAsync(IStore store, Region region)
    {
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        var error = await Record.ExceptionAsync(() => array.ReadAsync<ushort>(region));
        Assert.True(error is null or CorruptDataException, $"{error}");
        return error;
    }
}
