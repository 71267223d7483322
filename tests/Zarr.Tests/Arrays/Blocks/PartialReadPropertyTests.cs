using System.Text.Json.Nodes;
using Blosc;
using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Casting;
using Zarr.Codecs.Sharding;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Blocks;

/// <summary>Random regions of random pipelines, read block by block, compared with the naive array.</summary>
public sealed class PartialReadPropertyTests
{
    private static readonly BloscCompressor[] Written = [BloscCompressor.Zstd, BloscCompressor.Lz4, BloscCompressor.Lz4Hc, BloscCompressor.Zlib];

    private static readonly Gen<ICodec?> Compressors =
        from compressor in Gen.Int[0, 4]
        from level in Gen.Int[0, 5]
        from shuffle in Gen.Enum<BloscShuffle>()
        from blockSize in Gen.Int[128, 700]
        from typeSize in Gen.Int[1, 8]
        select compressor > 0 ? (ICodec)new BloscCodec(typeSize) { Compressor = Written[compressor - 1], Level = level, Shuffle = shuffle, BlockSize = blockSize } : null;

    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[1, 4]
        from chunk in Generators.Shape(rank, 1, new[] { 0, 3000, 60, 16, 8 }[rank])
        from counts in Generators.Shape(rank, 1, 2)
        from order in Gen.Shuffle(Enumerable.Range(0, rank).ToArray())
        from isTransposed in Gen.Bool
        from isCast in Gen.Bool
        from bigEndian in Gen.Bool
        from compressor in Compressors
        from after in Gen.Int[0, 4]
        from isSharded in Gen.Bool
        from shape in Gen.Double[0.3, 1].Array[rank]
        from regions in Gen.Double[0, 1].Array[2 * rank].Array[1, 6]
        from noise in Gen.Int[0, 255]
        from seed in Gen.Int
        select new Case(
            chunk, counts, isTransposed ? order : null, isCast, bigEndian, compressor, after == 1 ? new Crc32cCodec() : after == 2 ? new GzipCodec(1) : null, isSharded, shape, regions, noise, seed);

    [Fact]
    public Task Random_regions_are_those_of_the_naive_array_in_a_store_with_versions() => SampleAsync(() => new MemoryStore(), TinyBlocks.Options(), "0000PartialVe0");

    [Fact]
    public Task Random_regions_are_those_of_the_naive_array_in_opened_values() => SampleAsync(() => new PiecewiseStore(), TinyBlocks.Options(), "0000PartialOp0");

    [Fact]
    public Task Random_regions_are_those_of_the_naive_array_in_a_store_without_versions() => SampleAsync(() => new HookedStore(new MemoryStore()), TinyBlocks.Options(), "0000PartialHo0");

    [Fact]
    public Task Random_regions_are_those_of_the_naive_array_with_a_cache() =>
        SampleAsync(() => new PiecewiseStore(), TinyBlocks.Options(20_000), "0000PartialCa0");

    private static async Task SampleAsync(Func<IWritableStore> create, ZarrOptions options, string seed)
    {
        var decoded = 0L;
        await Cases.SampleAsync(async test => Interlocked.Add(ref decoded, await CompareAsync(test, create(), options)), seed: seed, iter: Rounds.Of(1500));

        // Otherwise nothing was read block by block.
        Assert.InRange(decoded, Rounds.Of(100_000), long.MaxValue);
    }

    /// <returns>Bytes that were decoded block by block.</returns>
    private static async Task<long> CompareAsync(Case test, IWritableStore store, ZarrOptions options)
    {
        var metadata = Metadata(test);
        var naive = new NaiveArray(metadata.Shape, 2, [0, 0]);
        var elements = Content(test, metadata.Shape);
        naive.Write(Region.Whole(metadata.Shape), elements);
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata, options);
        await array.WriteAsync(ArraySource.FromBytes(elements, metadata.Shape, DataType.UInt16));
        foreach (var parts in test.Regions)
        {
            var region = Generators.RegionOf(metadata.Shape, parts);
            var found = new byte[region.Shape.ElementCount * 2];
            await ((IArraySource)array).ReadAsync(region, found, CancellationToken.None);
            Assert.Equal(naive.Read(region), found);
        }

        return (array.Codecs.Shards?.Inner ?? array.Codecs).Boxes?.DecodedLength ?? 0;
    }

    private static ArrayMetadata Metadata(Case test)
    {
        List<ICodec> codecs = [];
        if (test.Order is { } order)
        {
            codecs.Add(new TransposeCodec(order));
        }

        if (test.IsCast)
        {
            codecs.Add(CastValueCodec.FromConfiguration(new JsonObject { ["data_type"] = "uint32" }));
        }

        codecs.Add(new BytesCodec(test.BigEndian));
        codecs.AddRange(new[] { test.Compressor, test.After }.OfType<ICodec>());
        var chunk = test.IsSharded ? Shape.Create([.. test.Chunk.Zip(test.Counts, (length, count) => length * count)]) : test.Chunk;
        return new ArrayMetadata
        {
            Shape = Shape.Create([.. test.Chunk.Select((length, d) => Math.Max(1, (long)(length * test.Counts[d] * test.Shape[d])))]),
            ChunkShape = chunk,
            DataType = DataType.UInt16,
            Codecs = test.IsSharded ? [new ShardingCodec(test.Chunk, [.. codecs]).ToMetadata()] : [.. codecs.Select(codec => codec.ToMetadata())],
        };
    }

    /// <summary>Runs of equal elements and some noise, so that some blocks shrink and others do not.</summary>
    private static byte[] Content(Case test, Shape shape)
    {
        var random = new Random(test.Seed);
        var bytes = new byte[shape.ElementCount * 2];
        for (var at = 0; at < bytes.Length;)
        {
            var run = bytes.AsSpan(at, Math.Min(random.Next(1, 200), bytes.Length - at));
            run.Fill((byte)random.Next());
            if (random.Next(256) < test.Noise)
            {
                random.NextBytes(run);
            }

            at += run.Length;
        }

        return bytes;
    }

    private sealed record Case(
        Shape Chunk, Shape Counts, int[]? Order, bool IsCast, bool BigEndian, ICodec? Compressor, ICodec? After, bool IsSharded, double[] Shape, double[][] Regions, int Noise, int Seed);
}
