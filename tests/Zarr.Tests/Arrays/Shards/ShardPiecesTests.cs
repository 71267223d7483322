using TestKit;
using Xunit;
using Zarr.Arrays.Blocks;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Tests.Arrays.Blocks;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>
/// Shards in stores that take values piece by piece and open them. Unless said otherwise: 64 x 64 uint16 in shards of 32 x 32 with 16 inner chunks of
/// 8 x 8, 128 bytes each; an index of 260 bytes; a shard of 2308.
/// </summary>
public sealed class ShardPiecesTests
{
    private const int IndexLength = 260;
    private const int InnerLength = 128;
    private const int ShardLength = (16 * InnerLength) + IndexLength;

    // 1 in builds for debugging. Edges that are so many times as long make shards of which one read takes four inner chunks, whatever the build.
    private static readonly int Scale = (int)Math.Sqrt(BufferSizes.LongestRead / (4 * InnerLength));

    private static readonly StoreKey FirstShard = new("c/0/0");
    private static readonly ShardingCodec Raw = new([8, 8], new BytesCodec());

    private readonly MemoryStore memory = new();
    private readonly PiecewiseStore store;

    public ShardPiecesTests() => store = new PiecewiseStore(memory);

    public static TheoryData<string, int> Ways { get; } = new MatrixTheoryData<string, int>(
        ["raw", "big endian", "compressed", "nested", "index first", "nested index first", "checked outside"], [1, 3]);

    [Fact]
    public async Task A_shard_is_appended_in_pieces_of_few_inner_chunks()
    {
        var array = await WrittenAsync([32, 32], Raw);
        await array.WriteAsync<ushort>(Elements([32, 32]), Region.Whole([32, 32]));
        var mostInPiece = (BufferSizes.ShardPiece / InnerLength) + 1;
        Assert.Equal(IndexLength, store.Appended[^1]);
        Assert.Equal(16 * InnerLength, store.Appended.SkipLast(1).Sum());
        Assert.All(store.Appended.SkipLast(1), length => Assert.InRange(length, 1, mostInPiece * InnerLength));
        Assert.Equal((ShardLength, 0), (await LengthAsync(FirstShard), store.InUse));
    }

    [Fact]
    public async Task A_whole_shard_is_opened_once_and_read_by_few_neighbours()
    {
        var edge = 32 * Scale;
        var innerLength = InnerLength * Scale * Scale;
        var array = await WrittenAsync([2 * edge, edge], Inner(8 * Scale), [edge, edge]);
        await RequireAsync(array, new Region([edge, 0], [edge, edge]));
        var reads = Enumerable.Range(0, 4).Select(i => (i * 4L * innerLength, 4 * innerLength));

        // The index comes first; workers read the rest beside each other, in any order.
        Assert.Equal((16L * innerLength, IndexLength), store.Reads[0]);
        Assert.Equal(reads, store.Reads.Skip(1).Order());
        Assert.Equal((1, 0), (store.Opened, store.InUse));
    }

    [Fact]
    public async Task A_region_costs_its_inner_chunks_and_the_index_once()
    {
        var array = await WrittenAsync([64, 64], Raw, options: TinyBlocks.Options());
        await RequireAsync(array, new Region([0, 0], [8, 16]));
        await RequireAsync(array, new Region([9, 9], [3, 3]));
        Assert.Equal([(16L * InnerLength, IndexLength), (0, 2 * InnerLength), (5 * InnerLength, 2 * BlockLimits.Tiny.PlainBlock)], store.Reads);
        Assert.Equal(2, store.Opened);
    }

    [Fact]
    public async Task A_part_of_an_inner_chunk_of_a_shard_in_a_shard_costs_its_blocks()
    {
        var array = await WrittenAsync([64, 64], new ShardingCodec([32, 32], Raw), [64, 64], TinyBlocks.Options());
        await RequireAsync(array, new Region([9, 9], [3, 3]));
        Assert.Equal([(4 * 16) + 4, IndexLength, 2 * BlockLimits.Tiny.PlainBlock], store.Reads.Select(read => read.Length));
    }

    [Fact]
    public async Task A_long_shard_in_a_shard_is_read_in_parts_and_a_short_one_whole()
    {
        var edge = 32 * Scale;
        var array = await WrittenAsync([2 * edge, edge], new ShardingCodec([edge, edge], Inner(8 * Scale)), [2 * edge, edge]);
        await RequireAsync(array, new Region([0, 0], [edge, edge]));
        Assert.Equal((2 * 16) + 4, store.Reads[0].Length);
        Assert.Equal(IndexLength, store.Reads[1].Length);
        Assert.All(store.Reads.Skip(2), read => Assert.InRange(read.Length, 1, BufferSizes.LongestRead));
        store.Clear();
        var small = new ShardingCodec([4, 4], new BytesCodec());
        var other = await WrittenAsync([16, 16], new ShardingCodec([8, 8], small), [16, 16]);
        await RequireAsync(other, new Region([0, 0], [8, 8]));
        Assert.Equal([68, 128 + 68], store.Reads.Select(read => read.Length));
    }

    [Fact]
    public async Task A_missing_shard_costs_one_request_and_is_the_fill_value()
    {
        var array = await CreateAsync(store, [64, 64], Raw, [32, 32]);
        Assert.Equal(new ushort[4096], await array.ReadAsync<ushort>());
        Assert.Equal((4, 0), (store.Opened, store.Reads.Count));
    }

    [Fact]
    public async Task A_shard_that_another_replaces_while_it_is_read_comes_from_one_version()
    {
        var array = await WrittenAsync([32, 32], Raw);
        var replaced = 0;
        store.OnRead = () =>
        {
            // Another program: this array is not told.
            replaced++;
            memory.SetAsync(FirstShard, new byte[ShardLength]).AsTask().GetAwaiter().GetResult();
        };
        await RequireAsync(array, Region.Whole(array.Shape));
        Assert.InRange(replaced, 2, 100);
    }

    [Fact]
    public async Task A_shard_that_is_replaced_while_it_is_read_with_a_remembered_index_is_read_as_it_was()
    {
        var array = await WrittenAsync([32, 32], Raw);
        await RequireAsync(array, new Region([0, 0], [8, 8]));
        store.OnRead = () =>
        {
            store.OnRead = null;
            array.WriteAsync<ushort>(new ushort[1024], Region.Whole(array.Shape)).GetAwaiter().GetResult();
        };
        await RequireAsync(array, new Region([8, 8], [8, 8]));
        Assert.Equal(new ushort[64], await array.ReadAsync<ushort>(new Region([8, 8], [8, 8])));
    }

    [Fact]
    public async Task A_shard_that_another_deleted_is_forgotten()
    {
        var array = await WrittenAsync([32, 32], Raw);
        var region = new Region([8, 8], [8, 8]);
        await RequireAsync(array, region);
        using var shard = await memory.GetAsync(FirstShard);
        await memory.DeleteAsync(FirstShard);
        Assert.Equal(new ushort[64], await array.ReadAsync<ushort>(region));
        await memory.SetAsync(FirstShard, shard!.Memory);
        store.Clear();
        await RequireAsync(array, region);
        Assert.Equal([IndexLength, InnerLength], store.Reads.Select(read => read.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Cancelling_in_the_middle_of_a_shard_leaves_the_old_one(int workers)
    {
        var array = await WrittenAsync([32, 32], Raw, options: new ZarrOptions { MaxDegreeOfParallelism = workers });
        using var source = new CancellationTokenSource();
        store.OnAppended = source.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            array.WriteAsync<ushort>(Enumerable.Repeat((ushort)9, 1024).ToArray(), Region.Whole(array.Shape), source.Token));
        Assert.Equal((1, 0), (store.Appended.Count, store.InUse));
        await RequireAsync(array, Region.Whole(array.Shape));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_error_in_the_middle_of_a_shard_leaves_the_old_one(int workers)
    {
        var array = await WrittenAsync([32, 32], Raw, options: new ZarrOptions { MaxDegreeOfParallelism = workers });
        store.OnAppended = () => throw new IOException("as the test wanted");
        await Assert.ThrowsAsync<IOException>(() => array.WriteAsync<ushort>(Enumerable.Repeat((ushort)9, 1024).ToArray(), Region.Whole(array.Shape)));
        Assert.Equal(0, store.InUse);
        await RequireAsync(array, Region.Whole(array.Shape));
    }

    [Fact]
    public async Task A_shard_of_fill_values_is_deleted_and_never_begun()
    {
        var array = await WrittenAsync([32, 32], Raw);
        await array.WriteAsync<ushort>(new ushort[1024], Region.Whole(array.Shape));
        Assert.Null(await memory.GetLengthAsync(FirstShard));
        Assert.Empty(store.Appended);
    }

    [Fact]
    public async Task A_source_that_computes_is_asked_once_for_each_shard()
    {
        var array = await CreateAsync(store, [64, 40], Raw, [32, 32]);
        var asked = new List<(long, long, long, long)>();
        var source = ArraySource.FromFunction<ushort>([64, 40], (region, elements) =>
        {
            lock (asked)
            {
                asked.Add((region.Offset[0], region.Offset[1], region.Shape[0], region.Shape[1]));
            }

            elements.Fill(7);
        });
        await array.WriteAsync(source);
        Assert.Equal([(0, 0, 32, 32), (0, 32, 32, 8), (32, 0, 32, 32), (32, 32, 32, 8)], asked.Order());
    }

    /// <summary>At the borders of the array shards hold elements that nobody gave, and some inner chunks hold nothing else.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_shard_has_the_same_bytes_however_it_is_written(string way, int workers)
    {
        var options = new ZarrOptions { MaxDegreeOfParallelism = workers };
        var pixels = Sparse([41, 50]);
        var inMemory = ArraySource.FromMemory<ushort>(pixels, [41, 50]);
        var naive = new NaiveArray([41, 50], 2, [0, 0]);
        naive.Write(Region.Whole([41, 50]), System.Runtime.InteropServices.MemoryMarshal.AsBytes(pixels.AsSpan()));
        var computed = ArraySource.FromFunction([41, 50], DataType.UInt16, (region, bytes) => naive.Read(region).CopyTo(bytes));
        var expected = await StoredAsync(new MemoryStore(), CodecsOf(way), options, array => array.WriteAsync(computed));
        Assert.Equal(expected, await StoredAsync(new MemoryStore(), CodecsOf(way), options, array => array.WriteAsync(inMemory)));
        Assert.Equal(expected, await StoredAsync(store, CodecsOf(way), options, array => array.WriteAsync(inMemory)));
        Assert.Equal(expected, await StoredAsync(new PiecewiseStore(), CodecsOf(way), options, array => array.WriteAsync(computed)));
        Assert.Equal(expected, await StoredAsync(new PiecewiseStore(), CodecsOf(way), options, array => WriteRowsAsync(array, pixels)));
        Assert.Equal(expected, await EncodedAsync(CodecsOf(way), pixels));
    }

    private static ShardingCodec Inner(int edge) => new([edge, edge], new BytesCodec());

    private static ICodec[] CodecsOf(string way)
    {
        var first = new ShardingCodec([8, 8], new BytesCodec()) { IndexAtStart = true };
        return way switch
        {
            "big endian" => [new ShardingCodec([8, 8], new BytesCodec(bigEndian: true))],
            "compressed" => [new ShardingCodec([8, 8], new BytesCodec(), new ZstdCodec(1), new Crc32cCodec())],
            "nested" => [new ShardingCodec([16, 32], Raw)],
            "index first" => [first],
            "nested index first" => [new ShardingCodec([16, 32], first) { IndexAtStart = true }],
            "checked outside" => [Raw, new Crc32cCodec()],
            _ => [Raw],
        };
    }

    /// <summary>Numbers, with a large block of the fill value.</summary>
    private static ushort[] Sparse(Shape shape) =>
        [.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => (i / shape[1], i % shape[1]) is ( < 17, > 7 and < 30) ? (ushort)5 : (ushort)(i * 7))];

    private static async Task<SortedDictionary<string, byte[]>> StoredAsync(IWritableStore store, ICodec[] codecs, ZarrOptions options, Func<ZarrArray, Task> write)
    {
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, MetadataOf([41, 50], [32, 32], codecs, fill: 5), options);
        await write(array);
        Assert.Equal(Sparse([41, 50]), await array.ReadAsync<ushort>());
        var stored = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in (await store.KeysAsync()).Where(key => key != "zarr.json"))
        {
            stored[key] = (await store.ReadAsync(key))!;
        }

        return stored;
    }

    private static async Task WriteRowsAsync(ZarrArray array, ushort[] pixels)
    {
        await using var writer = array.OpenWriter();
        for (var y = 0; y < 41; y++)
        {
            await writer.WriteAsync<ushort>(pixels.AsMemory(50 * y, 50), new Region([y, 0], [1, 50]));
        }
    }

    /// <summary>What the codecs alone make of whole shards, padded by hand.</summary>
    private static async Task<SortedDictionary<string, byte[]>> EncodedAsync(ICodec[] codecs, ushort[] pixels)
    {
        var array = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, MetadataOf([64, 64], [32, 32], codecs, fill: 5));
        var padded = new ushort[64 * 64];
        for (var i = 0; i < padded.Length; i++)
        {
            padded[i] = (i / 64, i % 64) is ( < 41, < 50) ? pixels[(i / 64 * 50) + (i % 64)] : (ushort)5;
        }

        var stored = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var number = 0; number < 4; number++)
        {
            var (y, x) = Math.DivRem(number, 2);
            var shard = new ushort[32 * 32];
            for (var row = 0; row < 32; row++)
            {
                padded.AsSpan((((32 * y) + row) * 64) + (32 * x), 32).CopyTo(shard.AsSpan(32 * row));
            }

            using var encoded = ZarrOptions.Default.Bind(array.Metadata).Encode(System.Runtime.InteropServices.MemoryMarshal.AsBytes(shard.AsSpan()).ToArray());
            stored[$"c/{y}/{x}"] = encoded.Memory.ToArray();
        }

        return stored;
    }

    private static ArrayMetadata MetadataOf(Shape shape, Shape shard, ICodec[] codecs, ushort fill = 0) => new()
    {
        Shape = shape,
        ChunkShape = shard,
        DataType = DataType.UInt16,
        FillValue = FillValue.Of(fill),
        Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
    };

    private static Task<ZarrArray> CreateAsync(IWritableStore store, Shape shape, ShardingCodec codec, Shape shard, ZarrOptions? options = null) =>
        ZarrArray.CreateAsync(store, StorePrefix.Root, MetadataOf(shape, shard, [codec]), options);

    private static ushort[] Elements(Shape shape) => [.. Enumerable.Range(1, (int)shape.ElementCount).Select(i => (ushort)(i | 1))];

    private static async Task RequireAsync(ZarrArray array, Region region)
    {
        var expected = new NaiveArray(array.Shape, 2, [0, 0]);
        expected.Write(Region.Whole(array.Shape), System.Runtime.InteropServices.MemoryMarshal.AsBytes(Elements(array.Shape).AsSpan()));
        var found = await array.ReadAsync<ushort>(region);
        Assert.Equal(expected.Read(region), System.Runtime.InteropServices.MemoryMarshal.AsBytes(found.AsSpan()).ToArray());
    }

    /// <summary>An array in which nothing is zero.</summary>
    private async Task<ZarrArray> WrittenAsync(Shape shape, ShardingCodec codec, Shape? shard = null, ZarrOptions? options = null)
    {
        await store.DeletePrefixAsync(StorePrefix.Root);
        var array = await CreateAsync(store, shape, codec, shard ?? [32, 32], options);
        await array.WriteAsync<ushort>(Elements(shape), Region.Whole(shape));
        store.Clear();
        return array;
    }

    private async Task<long?> LengthAsync(StoreKey key) => await memory.GetLengthAsync(key);
}
