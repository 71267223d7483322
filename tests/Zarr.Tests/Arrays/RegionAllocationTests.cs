using System.Buffers;
using Blosc;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays;

/// <summary>What each chunk takes from the heap: keys, places, handles; nothing that grows with the chunk.</summary>
[Collection(nameof(RegionAllocationTests))]
public sealed class RegionAllocationTests
{
    private const int Edge = 128;
    private const int ChunkLength = Edge * Edge * sizeof(ushort);

    // A key, where the chunk lies in the array and in the region, and the owners of two pooled buffers.
#if DEBUG
    private const long BytesPerChunk = 3000; // Builds for debugging keep the state of asynchronous methods on the heap.
#else
    private const long BytesPerChunk = 700;
#endif

    // Besides: the paths of the file and of the temporary one, and two handles.
    private const long BytesPerFile = 1200;

    public static TheoryData<string> Names() => new(Codecs().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Writing_more_chunks_takes_little_more_from_the_heap(string name)
    {
        var array = await CreateAsync(new SameValueStore(), 64, Codecs()[name]);
        Assert.InRange(await PerChunkAsync(array, (source, region) => array.WriteAsync(source, region)), 0, BytesPerChunk);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reading_more_chunks_takes_little_more_from_the_heap(string name)
    {
        var store = new SameValueStore();
        var array = await CreateAsync(store, 64, Codecs()[name]);
        await array.WriteAsync(Source(1), Rows(1), cancellationToken: TestContext.Current.CancellationToken);
        var destination = new ushort[64 * Edge * Edge];
        var perChunk = await PerChunkAsync(array, (_, region) => array.ReadAsync(region, destination.AsMemory(0, (int)region.Shape.ElementCount)));
        Assert.InRange(perChunk, 0, BytesPerChunk);
    }

    [Fact]
    public async Task A_file_takes_little_more_from_the_heap()
    {
        using var folder = new TemporaryFolder();
        var array = await CreateAsync(new FileSystemStore(folder.Path), 64, Codecs()["raw"]);
        var destination = new ushort[64 * Edge * Edge];
        Assert.InRange(await PerChunkAsync(array, (source, region) => array.WriteAsync(source, region)), 0, BytesPerChunk + BytesPerFile);
        var perChunk = await PerChunkAsync(array, (_, region) => array.ReadAsync(region, destination.AsMemory(0, (int)region.Shape.ElementCount)));
        Assert.InRange(perChunk, 0, BytesPerChunk + BytesPerFile);
    }

    private static Dictionary<string, ICodec[]> Codecs() => new()
    {
        ["raw"] = [new BytesCodec()],
        ["big endian"] = [new BytesCodec(bigEndian: true)],
        ["lz4"] = [new BytesCodec(), new BloscCodec(2) { Compressor = BloscCompressor.Lz4 }],
        ["checked"] = [new BytesCodec(), new Crc32cCodec()],
    };

    private static Task<ZarrArray> CreateAsync(IWritableStore store, int chunks, ICodec[] codecs) => ZarrArray.CreateAsync(
        store,
        new StorePrefix("image/0"),
        new ArrayMetadata
        {
            Shape = [chunks * Edge, Edge],
            DataType = DataType.UInt16,
            ChunkShape = [Edge, Edge],
            Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
        },
        new ZarrOptions { MaxDegreeOfParallelism = 1 },
        TestContext.Current.CancellationToken);

    private static Region Rows(int chunks) => new([0, 0], [chunks * Edge, Edge]);

    private static IArraySource Source(int chunks) =>
        ArraySource.FromFunction<ushort>([chunks * Edge, Edge], (region, elements) => elements.Fill((ushort)(1 + region.Offset[0])));

    /// <summary>What 64 chunks take more than 16, divided by 48; the least of a few, since the pools may be emptied in between.</summary>
    private static async Task<long> PerChunkAsync(ZarrArray array, Func<IArraySource, Region, Task> work)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var few = await AllocatedAsync(() => work(Source(16), Rows(16)));
            var many = await AllocatedAsync(() => work(Source((int)array.Shape[0] / Edge), Region.Whole(array.Shape)));
            least = Math.Min(least, Math.Max(0, many - few) / 48);
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

    /// <summary>Keeps documents, and of all chunks the last one that was written; takes nothing from the heap for them.</summary>
    private sealed class SameValueStore : IWritableStore, IMemoryOwner<byte>
    {
        private readonly MemoryStore documents = new();
        private readonly byte[] chunk = new byte[2 * ChunkLength];
        private int length;

        public Memory<byte> Memory => chunk.AsMemory(0, length);

        public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
            documents.GetAsync(key, cancellationToken);

        public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
            key.Value.EndsWith("json", StringComparison.Ordinal) ? documents.GetRangeAsync(key, range, cancellationToken) : ValueTask.FromResult<IMemoryOwner<byte>?>(this);

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
            documents.GetLengthAsync(key, cancellationToken);

        public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
        {
            if (key.Value.EndsWith("json", StringComparison.Ordinal))
            {
                return documents.SetAsync(key, value, cancellationToken);
            }

            value.CopyTo(chunk);
            length = value.Length;
            return ValueTask.CompletedTask;
        }

        public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => documents.DeleteAsync(key, cancellationToken);

        public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
            documents.DeletePrefixAsync(prefix, cancellationToken);

        public void Dispose()
        {
            // The chunk is kept for the next reader.
        }
    }
}

/// <summary>Tests that look at the heap of the whole process run alone.</summary>
[CollectionDefinition(nameof(RegionAllocationTests), DisableParallelization = true)]
public sealed class AloneDefinition;
