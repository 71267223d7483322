using CsCheck;
using Interop.Cases;
using Interop.Zarrita;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Metadata;

namespace Interop;

/// <summary>Random arrays of all types, codec chains, shapes and written regions, read by zarrita in one process.</summary>
public sealed class RandomArrayInteropTests(ZarritaProcess zarrita)
{
    private const int Count = 200;

    private static readonly Gen<Draw> Draws =
        from type in Gen.OneOf<DataType>([.. JavaScriptTypes.All])
        from chain in Gen.OneOf<string>([.. CodecChains.For(type)])
        from fill in Gen.OneOf<string>([.. FillValues.Of(type)])
        from rank in Gen.Int[0, 5]
        from shape in Generators.Shape(rank, 1, 9)
        from chunk in Generators.Shape(rank, 1, 7)
        from written in Generators.Region(shape)
        from seed in Gen.Int[0, 1000]
        select new Draw(type, chain, fill, shape, chunk, written, seed);

    [Fact]
    public async Task Zarrita_reads_random_arrays()
    {
        await zarrita.RequireAsync(); // a skip inside the sample would be a failure of the sample
        await Draws.Array[Count].SampleAsync(CompareAsync, seed: "0000Zarrita0", iter: 1, threads: 1);
    }

    private async Task CompareAsync(Draw[] draws)
    {
        var cases = draws.Select((draw, i) => ArrayCase.Create($"{i}", draw.ToMetadata(), draw.Written, draw.Seed)).ToList();
        var found = await ZarritaBatch.ReadAsync(zarrita, cases);
        Assert.All(cases.Zip(found), one => ZarritaBatch.AssertSame(one.First, one.Second));
    }

    private sealed record Draw(DataType Type, string Chain, string Fill, Shape Shape, Shape Chunk, Region Written, int Seed)
    {
        internal ArrayMetadata ToMetadata() => new()
        {
            Shape = Shape,
            ChunkShape = Chunk,
            DataType = Type,
            Codecs = CodecChains.Create(Chain, Type),
            FillValue = FillValues.Parse(Type, Fill),
        };
    }
}
