using Blosc;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Tests.Arrays;

namespace Zarr.Tests;

/// <summary>Processes that open arrays for ever: what was opened and dropped takes no memory.</summary>
[Collection(nameof(RegionAllocationTests))]
public sealed class LongLifeTests
{
    private const int Opened = 2000;
    private const int Written = 200;

    // Room for what the shared pools of arrays keep for each thread. The contexts of a decoder that stayed would take ten times as much.
    private const long Slack = 8 << 20;

    public static TheoryData<string> Names() => new(Codecs().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Arrays_that_were_opened_and_read_leave_nothing_on_the_heap(string name)
    {
        var store = new MemoryStore();
        await WriteAsync(store, Codecs()[name]);
        await ReadManyAsync(store, 20);
        var before = Heap();
        await ReadManyAsync(store, Opened);
        Assert.InRange(Heap() - before, long.MinValue, Slack);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Arrays_that_were_opened_and_written_leave_nothing_on_the_heap(string name)
    {
        var store = new MemoryStore();
        await WriteAsync(store, Codecs()[name]);
        await WriteManyAsync(store, 20);
        var before = Heap();
        await WriteManyAsync(store, Written);
        Assert.InRange(Heap() - before, long.MinValue, Slack);
    }

    private static Dictionary<string, ICodec[]> Codecs() => new()
    {
        ["raw"] = [new BytesCodec()],
        ["zstd"] = [new BytesCodec(), new ZstdCodec(3)],
        ["gzip"] = [new BytesCodec(), new GzipCodec(6)],
        ["blosc-zstd, adapted"] = [new BytesCodec(), new BloscCodec(2) { Level = 3 }],
        ["blosc-zstd, level 5"] = [new BytesCodec(), new BloscCodec(2) { Level = 5 }],
        ["blosc-lz4"] = [new BytesCodec(), new BloscCodec(2) { Compressor = BloscCompressor.Lz4 }],
        ["blosc-lz4hc"] = [new BytesCodec(), new BloscCodec(2) { Compressor = BloscCompressor.Lz4Hc }],
        ["blosc-zlib"] = [new BytesCodec(), new BloscCodec(2) { Compressor = BloscCompressor.Zlib }],
        ["shards"] = [new ShardingCodec([16, 16], new BytesCodec(), new ZstdCodec(3), new Crc32cCodec())],
    };

    private static async Task WriteAsync(MemoryStore store, ICodec[] codecs)
    {
        var metadata = new ArrayMetadata
        {
            Shape = [64, 32],
            ChunkShape = [32, 32],
            DataType = DataType.UInt16,
            Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
        };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata);
        await array.WriteAsync<ushort>(Pixels(), Region.Whole(array.Shape));
    }

    /// <summary>Half of it is noise, which is stored as literals, half of it repeats.</summary>
    private static ushort[] Pixels()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 64 * 32).Select(i => (ushort)(i < 1024 ? random.Next(1, 40) : i % 50))];
    }

    private static async Task ReadManyAsync(MemoryStore store, int count)
    {
        ushort[] expected = [.. Pixels().Skip(31 * 32).Take(64)];
        for (var i = 0; i < count; i++)
        {
            var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            Assert.Equal(expected, await array.ReadAsync<ushort>(new Region([31, 0], [2, 32])));
        }
    }

    private static async Task WriteManyAsync(MemoryStore store, int count)
    {
        var pixels = Pixels();
        for (var i = 0; i < count; i++)
        {
            var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            await using var writer = array.OpenWriter();
            await writer.WriteAsync<ushort>(pixels.AsMemory(0, 100), new Region([0, 0], [4, 25]));
            await array.WriteAsync<ushort>(pixels, Region.Whole(array.Shape));
        }
    }

    private static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
