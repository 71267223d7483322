using TestKit;
using Xunit;
using Zarr.Arrays.Blocks;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Blocks;

public sealed class BlockCacheTests
{
    private const int BlockLength = 1024;

    private static readonly Shape Shape = [32, 16, 16];
    private static readonly ushort[] Content = [.. Enumerable.Range(0, (int)Shape.ElementCount).Select(i => (ushort)(i / 3))];

    [Fact]
    public async Task Planes_in_sequence_decode_each_block_once()
    {
        // Two planes are one block.
        var array = await WrittenAsync(new PiecewiseStore(), TinyBlocks.Options(1 << 16));
        await RequirePlanesAsync(array);
        Assert.Equal(Shape.ElementCount * 2, array.Codecs.Boxes!.DecodedLength);
        await RequirePlanesAsync(array);
        Assert.Equal(Shape.ElementCount * 2, array.Codecs.Boxes!.DecodedLength);
    }

    [Fact]
    public async Task Without_a_cache_each_plane_decodes_its_block()
    {
        var array = await WrittenAsync(new PiecewiseStore(), TinyBlocks.Options());
        await RequirePlanesAsync(array);
        Assert.Equal(Shape.ElementCount * 2 * 2, array.Codecs.Boxes!.DecodedLength);
    }

    [Fact]
    public async Task A_block_in_the_cache_is_not_read_again()
    {
        var store = new PiecewiseStore();
        var array = await WrittenAsync(store, TinyBlocks.Options(1 << 16));
        await RequireAsync(array, 4);
        store.Clear();
        await RequireAsync(array, 5);
        Assert.Equal((1, 0), (store.Opened, store.Reads.Count));
    }

    [Fact]
    public async Task A_store_with_versions_is_asked_for_the_version_only()
    {
        var store = new CountingStore();
        var array = await WrittenAsync(store, TinyBlocks.Options(1 << 16));
        await RequireAsync(array, 4);
        store.Clear();
        await RequireAsync(array, 5);
        Assert.Equal([(long)BlockLimits.Tiny.RequestedHead], store.Of(StoreOperation.GetRange).Select(request => request.Bytes));
    }

    [Fact]
    public async Task Nothing_is_cached_of_values_without_versions()
    {
        foreach (var store in new IWritableStore[] { new PiecewiseStore { TellsVersions = false }, new UnlistableStore(new MemoryStore()) })
        {
            var options = TinyBlocks.Options(1 << 16);
            var array = await WrittenAsync(store, options);
            await RequirePlanesAsync(array);
            Assert.Equal(0, options.BlockCache!.Length);
        }
    }

    [Fact]
    public async Task Arrays_that_are_opened_with_the_same_options_share_the_cache_and_stay_apart_in_it()
    {
        var options = TinyBlocks.Options(1 << 20);
        var (one, other) = (new PiecewiseStore(), new PiecewiseStore());
        var first = await WrittenAsync(one, options);
        await WrittenAsync(other, options, addend: 100);
        var again = await ZarrArray.OpenAsync(one, StorePrefix.Root, options with { MaxDegreeOfParallelism = 1 });
        var second = await ZarrArray.OpenAsync(other, StorePrefix.Root, options);
        await RequirePlanesAsync(first);
        await RequirePlanesAsync(again);
        await RequirePlanesAsync(second, addend: 100);
        Assert.Equal((0, Shape.ElementCount * 2), (again.Codecs.Boxes!.DecodedLength, second.Codecs.Boxes!.DecodedLength));
    }

    [Fact]
    public async Task The_cache_keeps_to_its_size_and_to_what_was_used_last()
    {
        const int Size = 5000;
        var options = TinyBlocks.Options(Size);
        var array = await WrittenAsync(new PiecewiseStore(), options);
        for (var z = 0; z < 32; z++)
        {
            await RequireAsync(array, z);
            await RequireAsync(array, 0);
            Assert.InRange(options.BlockCache!.Length, 1, Size);
        }

        Assert.Equal(16 * BlockLength, array.Codecs.Boxes!.DecodedLength);
    }

    [Fact]
    public async Task Readers_at_the_same_time_get_the_right_blocks_from_a_cache_that_is_too_small()
    {
        var array = await WrittenAsync(new PiecewiseStore(), TinyBlocks.Options(4000));
        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await RequireAsync(array, i * 7 % 32));
    }

    [Fact]
    public async Task Whole_chunks_leave_the_cache_alone()
    {
        var options = TinyBlocks.Options(1 << 20);
        var array = await WrittenAsync(new PiecewiseStore(), options);
        Assert.Equal(Content, await array.ReadAsync<ushort>());
        Assert.Equal(0, options.BlockCache!.Length);
    }

    [Fact]
    public void A_negative_size_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => TinyBlocks.Options(-1));

    [Fact]
    public void A_block_stays_readable_until_its_last_reader_is_done()
    {
        var cache = new BlockCache(2000);
        var chunk = new ChunkVersion(new ChunkId(cache, new StoreKey("c/0"), 0), "1");
        cache.Add(chunk, 0, Filled(1));
        using (var used = cache.Find(chunk, 0)!.Value)
        {
            cache.Add(chunk, 1, Filled(2));
            Assert.Null(cache.Find(chunk, 0));
            using var other = Filled(3);
            Assert.Equal(1, used.Content[0]);
        }

        Assert.Null(cache.Find(chunk with { Version = "2" }, 1));
        Assert.InRange(cache.Length, 1024, 2000);
    }

    private static PooledMemory Filled(byte value)
    {
        var memory = PooledMemory.Rent(BlockLength);
        memory.Memory.Span.Fill(value);
        return memory;
    }

    private static async Task RequirePlanesAsync(ZarrArray array, int addend = 0)
    {
        for (var z = 0; z < 32; z++)
        {
            await RequireAsync(array, z, addend);
        }
    }

    private static async Task RequireAsync(ZarrArray array, int z, int addend = 0) =>
        Assert.Equal(Content.AsSpan(256 * z, 256).ToArray().Select(element => (ushort)(element + addend)), await array.ReadAsync<ushort>(new Region([z, 0, 0], [1, 16, 16])));

    private static async Task<ZarrArray> WrittenAsync(IWritableStore store, ZarrOptions options, int addend = 0)
    {
        var metadata = new ArrayMetadata
        {
            Shape = Shape,
            ChunkShape = Shape,
            DataType = DataType.UInt16,
            Codecs = [new BytesCodec().ToMetadata(), new BloscCodec(2) { BlockSize = BlockLength, Level = 1 }.ToMetadata()],
        };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata, options);
        await array.WriteAsync<ushort>(Content.Select(element => (ushort)(element + addend)).ToArray(), Region.Whole(Shape));
        return array;
    }
}
