using Blosc;
using TestKit;
using Xunit;
using Zarr.Arrays.Blocks;
using Zarr.Codecs;
using Zarr.Codecs.Sharding;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Blocks;

/// <summary>
/// How many requests and bytes parts of chunks cost. Unless said otherwise: one chunk of 16 x 16 x 16 uint16, 8192 bytes, in 16 blocks of one plane each, so that the table of blocks ends at byte 80.
/// </summary>
public sealed class BlockRequestTests
{
    private const int PlaneLength = 512;
    private const int HeadLength = BloscHeader.Length + (16 * sizeof(int));

    private static readonly Shape Chunk = [16, 16, 16];
    private static readonly BloscCodec Compressed = new(2) { BlockSize = PlaneLength, Level = 1 };
    private static readonly Region ThirdPlane = new([2, 0, 0], [1, 16, 16]);

    [Fact]
    public async Task A_plane_costs_the_head_and_one_block_of_an_opened_value()
    {
        var store = new PiecewiseStore();
        var (array, table) = await WrittenAsync(store, new BytesCodec(), Compressed);
        store.Clear();
        await RequireAsync(array, ThirdPlane);
        var (offset, length) = table!.PlaceOf(2);
        Assert.Equal([(0, BlockLimits.Tiny.Head), (0, HeadLength), (offset, length)], store.Reads);
        Assert.Equal((1, 0), (store.Opened, store.InUse));
        Assert.Equal(PlaneLength, DecodedLength(array));
    }

    [Fact]
    public async Task A_plane_costs_two_requests_of_a_store_with_versions()
    {
        var store = new CountingStore();
        var (array, table) = await WrittenAsync(store, new BytesCodec(), Compressed);
        store.Clear();
        await RequireAsync(array, ThirdPlane);
        AssertRequests(store, BlockLimits.Tiny.RequestedHead, table!.PlaceOf(2).Length);
        Assert.Equal(PlaneLength, DecodedLength(array));
    }

    [Fact]
    public async Task Without_versions_the_whole_chunk_is_read_and_one_block_decoded()
    {
        var store = new CountingStore();
        var (_, table) = await WrittenAsync(store, new BytesCodec(), Compressed);
        var reopened = await ZarrArray.OpenAsync(new UnlistableStore(store), StorePrefix.Root, TinyBlocks.Options());
        store.Clear();
        await RequireAsync(reopened, ThirdPlane);
        AssertRequests(store, table!.Header.ChunkLength);
        Assert.Equal(PlaneLength, DecodedLength(reopened));
    }

    [Fact]
    public async Task Neighbouring_blocks_share_a_request_and_others_do_not()
    {
        var store = new CountingStore();
        var (array, table) = await WrittenAsync(store, new BytesCodec(), Compressed);
        store.Clear();
        await RequireAsync(array, new Region([2, 3, 3], [2, 1, 1]));
        var ((first, _), (last, length)) = (table!.PlaceOf(2), table.PlaceOf(3));
        AssertRequests(store, BlockLimits.Tiny.RequestedHead, last + length - first);
        var ranges = BlockRanges.Of(array.Codecs.Boxes!.TableOrNull(await ChunkAsync(store), null, int.MaxValue)!, [new BlockRun(2, 2), new BlockRun(12, 1)], BlockLimits.Tiny, BlockLimits.Tiny.LongestRequest);
        Assert.Equal([(first, 2), (table.PlaceOf(12).Offset, 1)], ranges.Select(range => (range.Offset, range.Runs.Sum(run => run.Count))));
    }

    [Fact]
    public async Task Most_of_a_chunk_is_read_at_once()
    {
        var store = new CountingStore();
        var (array, table) = await WrittenAsync(store, new BytesCodec(), Compressed);
        store.Clear();
        await RequireAsync(array, new Region([0, 0, 0], [9, 16, 16]));
        AssertRequests(store, table!.Header.ChunkLength);
        store.Clear();
        await RequireAsync(array, Region.Whole(Chunk));
        AssertRequests(store, table.Header.ChunkLength);
    }

    [Fact]
    public async Task What_is_not_compressed_costs_its_own_bytes()
    {
        var store = new CountingStore();
        var (array, _) = await WrittenAsync(store, new BytesCodec());
        store.Clear();
        await RequireAsync(array, ThirdPlane);
        AssertRequests(store, PlaneLength);
        Assert.Equal(0, DecodedLength(array));
    }

    [Fact]
    public async Task What_is_not_compressed_is_read_in_parts_without_versions_only_by_one_request()
    {
        var store = new CountingStore();
        await WrittenAsync(store, new BytesCodec());
        var array = await ZarrArray.OpenAsync(new UnlistableStore(store), StorePrefix.Root, TinyBlocks.Options());
        store.Clear();
        await RequireAsync(array, ThirdPlane);
        AssertRequests(store, PlaneLength);
        store.Clear();
        await RequireAsync(array, new Region([0, 3, 3], [4, 1, 1]));
        AssertRequests(store, Chunk.ElementCount * 2);
    }

    [Fact]
    public async Task A_chunk_with_a_checksum_is_read_whole_and_one_block_decoded()
    {
        var store = new CountingStore();
        var (array, _) = await WrittenAsync(store, new BytesCodec(), Compressed, new Crc32cCodec());
        store.Clear();
        await RequireAsync(array, ThirdPlane);
        Assert.Equal(1, store.Reads);
        Assert.Equal(PlaneLength, DecodedLength(array));
    }

    [Fact]
    public async Task A_transposed_chunk_costs_the_blocks_of_its_stored_order()
    {
        var store = new CountingStore();
        var (array, table) = await WrittenAsync(store, new TransposeCodec(2, 1, 0), new BytesCodec(bigEndian: true), Compressed);
        store.Clear();
        await RequireAsync(array, new Region([0, 0, 5], [16, 16, 1]));
        AssertRequests(store, BlockLimits.Tiny.RequestedHead, table!.PlaceOf(5).Length);
        Assert.Equal(PlaneLength, DecodedLength(array));
    }

    [Fact]
    public async Task A_part_of_an_inner_chunk_of_a_shard_costs_its_blocks()
    {
        var store = new PiecewiseStore();
        var (array, _) = await WrittenAsync(store, new ShardingCodec([16, 16, 16], new BytesCodec(), Compressed));
        store.Clear();
        await RequireAsync(array, ThirdPlane);
        Assert.Equal([(0, BlockLimits.Tiny.Head), (0, HeadLength)], store.Reads.Skip(1).Take(2));
        Assert.Equal(4, store.Reads.Count);
        Assert.InRange(store.Reads[3].Length, 1, PlaneLength + sizeof(int));
        Assert.Equal(PlaneLength, array.Codecs.Shards!.Inner.Boxes!.DecodedLength);
    }

    [Fact]
    public async Task A_chunk_that_is_not_there_costs_one_request()
    {
        foreach (var codecs in new ICodec[][] { [new BytesCodec()], [new BytesCodec(), Compressed] })
        {
            var store = new CountingStore();
            var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, Metadata(codecs), TinyBlocks.Options());
            store.Clear();
            Assert.Equal(new ushort[256], await array.ReadAsync<ushort>(ThirdPlane));
            Assert.Equal(1, store.Reads);
        }
    }

    [Fact]
    public async Task A_plane_of_the_default_store_costs_at_most_two_planes()
    {
        // What an image of 60 planes is stored as: 1 x 60 x 128 x 256 uint16, compressed at level 3.
        var store = new PiecewiseStore();
        Shape shape = [1, 60, 128, 256];
        var metadata = new ArrayMetadata { Shape = shape, ChunkShape = shape, DataType = DataType.UInt16, Codecs = [new BytesCodec().ToMetadata(), new BloscCodec(2) { Level = 3 }.ToMetadata()] };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata);
        var random = new Random(3);
        var elements = new ushort[shape.ElementCount];
        foreach (ref var element in elements.AsSpan())
        {
            element = (ushort)(100 + random.Next(40));
        }

        await array.WriteAsync<ushort>(elements, Region.Whole(shape));
        store.Clear();
        const int Plane = 128 * 256;
        Assert.Equal(elements[(31 * Plane)..(32 * Plane)], await array.ReadAsync<ushort>(new Region([0, 31, 0, 0], [1, 1, 128, 256])));
        Assert.InRange(DecodedLength(array), 1, 2 * Plane * sizeof(ushort));
        Assert.InRange(store.Reads.Sum(read => read.Length), 1, 2 * Plane * sizeof(ushort));
    }

    private static long DecodedLength(ZarrArray array) => array.Codecs.Boxes!.DecodedLength;

    private static void AssertRequests(CountingStore store, params long[] bytes) => Assert.Equal(bytes, store.Of(StoreOperation.GetRange).Select(request => request.Bytes));

    private static ushort[] Content() => [.. Enumerable.Range(0, (int)Chunk.ElementCount).Select(i => (ushort)((i / 3) + (i % 5)))];

    private static ArrayMetadata Metadata(params ICodec[] codecs) => new()
    {
        Shape = Chunk,
        ChunkShape = Chunk,
        DataType = DataType.UInt16,
        Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
    };

    private static async Task<(ZarrArray Array, BloscBlockTable? Table)> WrittenAsync(IWritableStore store, params ICodec[] codecs)
    {
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, Metadata(codecs), TinyBlocks.Options());
        await array.WriteAsync<ushort>(Content(), Region.Whole(Chunk));
        using var chunk = await store.GetAsync(new StoreKey("c/0/0/0"));
        return (array, codecs[^1] is BloscCodec ? BloscBlockTable.Read(chunk!.Memory.Span) : null);
    }

    private static async Task<byte[]> ChunkAsync(CountingStore store)
    {
        using var chunk = await store.GetAsync(new StoreKey("c/0/0/0"));
        return chunk!.Memory.ToArray();
    }

    private static async Task RequireAsync(ZarrArray array, Region region) =>
        Assert.Equal(Pieces.Part(Content(), Chunk, region), await array.ReadAsync<ushort>(region));
}
