using Blosc;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>What shards in files take from the heap: little for each inner chunk, and nothing that grows with the shard.</summary>
[Collection(nameof(RegionAllocationTests))]
public sealed class ShardAllocationTests : IDisposable
{
    private const int Edge = 128;

    // Where an inner chunk lies in the source.
    private const long BytesPerWrite = 400;

    // Where it lies in the shard, in the region and in the file, and the owner of a pooled buffer.
#if DEBUG
    private const long BytesPerRead = 3000; // Builds for debugging read one at a time, and keep the state of asynchronous methods on the heap.
#else
    private const long BytesPerRead = 700;
#endif

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names() => new(Codecs().Keys);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Writing_more_inner_chunks_takes_little_more_from_the_heap(string name)
    {
        var (few, many) = (await CreateAsync(16, Edge, Codecs()[name]), await CreateAsync(64, Edge, Codecs()[name]));
        var pixels = Pixels(64 * Edge * Edge);
        Assert.InRange(await LeastAsync(few, many, array => array.WriteAsync(Source(pixels, array.Shape))) / 48, 0, BytesPerWrite);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reading_more_inner_chunks_takes_little_more_from_the_heap(string name)
    {
        var (few, many) = (await CreateAsync(16, Edge, Codecs()[name]), await CreateAsync(64, Edge, Codecs()[name]));
        var pixels = Pixels(64 * Edge * Edge);
        await few.WriteAsync(Source(pixels, few.Shape));
        await many.WriteAsync(Source(pixels, many.Shape));
        var destination = new ushort[pixels.Length];
        var least = await LeastAsync(
            few, many, array => array.ReadAsync(Region.Whole(array.Shape), destination.AsMemory(0, (int)array.Shape.ElementCount)));
        Assert.InRange(least / 48, 0, BytesPerRead);
    }

    [Fact]
    public async Task A_shard_is_never_whole_in_memory()
    {
        const int Count = 33;
        const int InnerLength = 1 << 20;
        var array = await CreateAsync(Count, 724, [new BytesCodec(bigEndian: true)]);
        var pixels = Pixels((int)array.Shape.ElementCount);
        var destination = new ushort[pixels.Length];
        var allocated = await AllocatedAsync(async () =>
        {
            await array.WriteAsync(Source(pixels, array.Shape));
            await array.ReadAsync(Region.Whole(array.Shape), destination.AsMemory());
        });
        Assert.True(pixels.Span.SequenceEqual(destination));
        Assert.InRange(allocated, 0, 8 * InnerLength);
    }

    private static Dictionary<string, ICodec[]> Codecs() => new()
    {
        ["raw"] = [new BytesCodec()],
        ["lz4"] = [new BytesCodec(), new BloscCodec(2) { Compressor = BloscCompressor.Lz4 }],
        ["checked"] = [new BytesCodec(), new Crc32cCodec()],
    };

    private static IArraySource Source(ReadOnlyMemory<ushort> pixels, Shape shape) => ArraySource.FromMemory(pixels[..(int)shape.ElementCount], shape);

    private static ReadOnlyMemory<ushort> Pixels(int count) => Enumerable.Range(0, count).Select(i => (ushort)(i | 1)).ToArray();

    /// <summary>An array of one shard of so many inner chunks.</summary>
    private Task<ZarrArray> CreateAsync(int count, int edge, ICodec[] codecs) => ZarrArray.CreateAsync(
        new FileSystemStore(folder[$"{count}"]),
        StorePrefix.Root,
        new ArrayMetadata
        {
            Shape = [count * edge, edge],
            DataType = DataType.UInt16,
            ChunkShape = [count * edge, edge],
            Codecs = [new ShardingCodec([edge, edge], codecs).ToMetadata()],
        },
        new ZarrOptions { MaxDegreeOfParallelism = 1 },
        TestContext.Current.CancellationToken);

    /// <summary>What work with many takes more than with few; the least of several, since the pools may be emptied in between.</summary>
    private static async Task<long> LeastAsync(ZarrArray few, ZarrArray many, Func<ZarrArray, Task> work)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = await AllocatedAsync(() => work(few));
            least = Math.Min(least, Math.Max(0, await AllocatedAsync(() => work(many)) - before));
        }

        return least;
    }

    // Of the whole process, since workers are other threads; no other test runs meanwhile.
    private static async Task<long> AllocatedAsync(Func<Task> work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
