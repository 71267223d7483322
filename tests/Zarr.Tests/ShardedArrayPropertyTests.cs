using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Random sharded arrays: any shapes, inner chunks, codecs and nesting, written region by region and compared with the obvious array in memory.</summary>
public sealed class ShardedArrayPropertyTests
{
    private static readonly Gen<ICodec[]> InnerCodecs = Gen.OneOf<ICodec[]>(
        [new BytesCodec()],
        [new BytesCodec(bigEndian: true)],
        [new BytesCodec(), new Crc32cCodec()],
        [new BytesCodec(), new ZstdCodec(1)],
        [new BytesCodec(bigEndian: true), new GzipCodec(2), new Crc32cCodec()]);

    private static readonly Gen<ICodec[]> IndexCodecs = Gen.OneOf<ICodec[]>(
        [new BytesCodec(), new Crc32cCodec()], [new BytesCodec()], [new BytesCodec(bigEndian: true), new Crc32cCodec(), new Crc32cCodec()]);

    private static readonly Gen<ICodec[]> OuterCodecs = Gen.Frequency((5, Gen.Const(Array.Empty<ICodec>())), (1, Gen.Const<ICodec[]>([new ZstdCodec(1)])));

    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[0, 4]
        from shape in Generators.Shape(rank, 0, 14)
        from inner in Generators.Shape(rank, 1, 4)
        from counts in Generators.Shape(rank, 1, 4)
        from outerCounts in Generators.Shape(rank, 1, 2)
        from isNested in Gen.Bool
        from isAtStart in Gen.Bool
        from codecs in InnerCodecs
        from index in IndexCodecs
        from after in OuterCodecs
        from type in Gen.OneOf<DataType>(DataType.UInt8, DataType.UInt16, DataType.Float64)
        from fill in Gen.Int[0, 1]
        from isPiecewise in Gen.Bool
        from workers in Gen.Int[1, 4]
        from regions in Generators.Region(shape).Array[1, 5]
        select new Case(shape, type, fill, Sharding(inner, counts, isAtStart, codecs, index), isNested ? outerCounts : null, counts, after, isPiecewise, workers, regions);

    [Fact]
    public async Task Random_region_writes_read_back_as_from_a_naive_array() =>
        await Cases.SampleAsync(WriteAndCompare, seed: "0000Sharding0", iter: Rounds.Of(4000));

    private static ShardingCodec Sharding(Shape inner, Shape counts, bool isAtStart, ICodec[] codecs, ICodec[] index) => new(inner, codecs)
    {
        IndexCodecs = index,
        IndexAtStart = isAtStart && counts.Rank % 2 == 1,
    };

    private static async Task WriteAndCompare(Case test)
    {
        IWritableStore store = test.IsPiecewise ? new PiecewiseStore() : new MemoryStore();
        var metadata = test.ToMetadata();
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata, new ZarrOptions { MaxDegreeOfParallelism = test.Workers });
        var naive = new NaiveArray(test.Shape, test.Type.Size, metadata.FillValue.Bytes);
        foreach (var (i, region) in test.Regions.Index())
        {
            var elements = i == 1 ? Fills(metadata, region) : Generators.Elements(test.Type, region.Shape.ElementCount, i);
            naive.Write(region, elements);
            await WriteAsync(array, region, elements, isInMemory: i % 2 == 0);
            Assert.Equal(naive.Read(region), await ReadAsync(array, region));
            Assert.Equal(naive.Read(test.Regions[0]), await ReadAsync(array, test.Regions[0]));
        }

        var reopened = await ZarrArray.OpenAsync(store, new StorePrefix("a"), ZarrOptions.Default with { ShardIndexCacheLength = test.Regions.Length * 20 });
        foreach (var region in test.Regions.Append(Region.Whole(test.Shape)))
        {
            Assert.Equal(naive.Read(region), await ReadAsync(reopened, region));
        }
    }

    private static byte[] Fills(ArrayMetadata metadata, Region region) =>
        new NaiveArray(region.Shape, metadata.DataType.Size, metadata.FillValue.Bytes).Bytes.ToArray();

    private static Task WriteAsync(ZarrArray array, Region region, byte[] elements, bool isInMemory)
    {
        if (isInMemory)
        {
            return array.WriteAsync(ArraySource.FromBytes(elements, region.Shape, array.DataType), region);
        }

        var naive = new NaiveArray(region.Shape, array.DataType.Size, FillValue.Zero(array.DataType).Bytes);
        naive.Write(Region.Whole(region.Shape), elements);
        return array.WriteAsync(ArraySource.FromFunction(region.Shape, array.DataType, (part, destination) => naive.Read(part).CopyTo(destination)), region);
    }

    private static async Task<byte[]> ReadAsync(IArraySource array, Region region)
    {
        var bytes = new byte[region.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(region, bytes, CancellationToken.None);
        return bytes;
    }

    private sealed record Case(
        Shape Shape, DataType Type, int Fill, ShardingCodec Sharding, Shape? OuterCounts, Shape Counts, ICodec[] After, bool IsPiecewise, int Workers, Region[] Regions)
    {
        internal ArrayMetadata ToMetadata()
        {
            var shard = Times(Sharding.ChunkShape, Counts);
            var codec = OuterCounts is null ? Sharding : new ShardingCodec(shard, Sharding);
            return new ArrayMetadata
            {
                Shape = Shape,
                ChunkShape = OuterCounts is { } outer ? Times(shard, outer) : shard,
                DataType = Type,
                FillValue = FillValue.Parse(System.Text.Json.JsonDocument.Parse($"{Fill}").RootElement, Type),
                Codecs = [codec.ToMetadata(), .. After.Select(after => after.ToMetadata())],
            };
        }

        public override string ToString() =>
            $"{Shape} {Type} shards {ToMetadata().ChunkShape} {Sharding.ToMetadata().Configuration!.ToJsonString()} + {After.Length} {(IsPiecewise ? "pieces" : "whole")} {Workers} workers, regions {string.Join(" ", Regions)}";

        private static Shape Times(Shape left, Shape right) => [.. left.Zip(right, (a, b) => a * b)];
    }
}
