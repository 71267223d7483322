using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Random arrays and random region writes, compared with the obvious array in memory.</summary>
public sealed class ZarrArrayPropertyTests
{
    private static readonly Gen<ICodec[]> Codecs = Gen.OneOf<ICodec[]>(
        [new BytesCodec()],
        [new BytesCodec(bigEndian: true)],
        [new BytesCodec(), new Crc32cCodec()],
        [new BytesCodec(), new ZstdCodec(1)],
        [new BytesCodec(bigEndian: true), new GzipCodec(2), new Crc32cCodec()]);

    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[0, 5]
        from shape in Generators.Shape(rank, 0, 9)
        from chunk in Generators.Shape(rank, 1, 7)
        from type in Generators.DataType
        from codecs in Codecs
        from fillSeed in Gen.Int[-3, 3]
        from regions in Generators.Region(shape).Array[1, 5]
        select new Case(shape, chunk, type, codecs, fillSeed, regions);

    [Fact]
    public async Task Random_region_writes_read_back_as_from_a_naive_array() =>
        await Cases.SampleAsync(WriteAndCompare, seed: "0000ZarrArray0", iter: Rounds.Of(3000));

    private static async Task WriteAndCompare(Case test)
    {
        var store = new MemoryStore();
        var fill = FillOf(test);
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), MetadataOf(test, fill));
        var naive = new NaiveArray(test.Shape, test.Type.Size, fill.Bytes);
        foreach (var (region, seed) in test.Regions.Select((region, i) => (region, i)))
        {
            var elements = seed == 1 ? Repeat(fill, region) : Generators.Elements(test.Type, region.Shape.ElementCount, seed);
            naive.Write(region, elements);
            await array.WriteAsync(Source(test.Type, region.Shape, elements), region);
            Assert.Equal(naive.Read(region), await ReadBytes(array, region));
        }

        var reopened = await ZarrArray.OpenAsync(store, new StorePrefix("a"));
        Assert.Equal(naive.Read(Region.Whole(test.Shape)), await ReadBytes(reopened, Region.Whole(test.Shape)));
    }

    private static ArrayMetadata MetadataOf(Case test, FillValue fill) => new()
    {
        Shape = test.Shape,
        ChunkShape = test.Chunk,
        DataType = test.Type,
        FillValue = fill,
        Codecs = [.. test.Codecs.Select(codec => codec.ToMetadata())],
    };

    private static FillValue FillOf(Case test)
    {
        if (test.FillSeed <= 0)
        {
            return FillValue.Zero(test.Type);
        }

        var bytes = Generators.Elements(test.Type, 1, test.FillSeed);
        var hex = test.Type.Kind is DataTypeKind.Float;
        var json = hex
            ? $"\"0x{Convert.ToHexStringLower([.. bytes.Reverse()])}\""
            : test.Type.Kind is DataTypeKind.Complex ? "[1.5, \"NaN\"]" : test.Type.Kind is DataTypeKind.Boolean ? "true" : "7";
        return FillValue.Parse(System.Text.Json.JsonDocument.Parse(json).RootElement, test.Type);
    }

    private static byte[] Repeat(FillValue fill, Region region) =>
        new NaiveArray(region.Shape, fill.DataType.Size, fill.Bytes).Bytes.ToArray();

    private static IArraySource Source(DataType type, Shape shape, byte[] elements)
    {
        var naive = new NaiveArray(shape, type.Size, FillValue.Zero(type).Bytes);
        naive.Write(Region.Whole(shape), elements);
        return ArraySource.FromFunction(shape, type, (part, destination) => naive.Read(part).CopyTo(destination));
    }

    private static async Task<byte[]> ReadBytes(IArraySource array, Region region)
    {
        var bytes = new byte[region.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(region, bytes, CancellationToken.None);
        return bytes;
    }

    private sealed record Case(Shape Shape, Shape Chunk, DataType Type, ICodec[] Codecs, int FillSeed, Region[] Regions)
    {
        public override string ToString() =>
            $"{Shape} {Type} chunks {Chunk} codecs {string.Join("+", Codecs.Select(c => c.Name))} fill {FillSeed} regions {string.Join(" ", Regions)}";
    }
}
