using CsCheck;
using TestKit;
using Xunit;
using Zarr.Arrays;
using Zarr.Metadata;

namespace Zarr.Tests.Arrays;

public sealed class EdgePaddingTests
{
    private static readonly Gen<(Shape Chunk, Shape Inside, int ElementSize)> Cases =
        from rank in Gen.Int[0, 5]
        from chunk in Generators.Shape(rank, 1, 5)
        from parts in Gen.Double[0, 1].Array[rank]
        from size in Gen.OneOf(Gen.Const(1), Gen.Const(2), Gen.Const(8))
        select (chunk, Shape.Create(chunk.Select((length, d) => 1 + (long)(parts[d] * (length - 1))).ToArray()), size);

    [Fact]
    public void Elements_move_to_their_places_and_the_rest_is_the_fill_value()
    {
        byte[] chunk = [0, 0, 0, 0, 0, 1, 2, 3, 4];
        EdgePadding.Expand(chunk, [3, 3], [2, 2], new FillPattern(DataType.UInt8, [9]));
        Assert.Equal([1, 2, 9, 3, 4, 9, 9, 9, 9], chunk);
    }

    [Fact]
    public void Any_chunk_is_padded_as_by_the_naive_array() => Cases.Sample(CompareWithNaive, seed: "00EdgePadding0", iter: 10000);

    private static void CompareWithNaive((Shape Chunk, Shape Inside, int ElementSize) test)
    {
        var fill = test.ElementSize switch { 1 => FillValue.Of((byte)200), 2 => FillValue.Of((ushort)0xabcd), _ => FillValue.Of(-1.5) };
        var elements = Generators.Elements(DataType.UInt8, test.Inside.ElementCount * test.ElementSize, seed: 1);
        var expected = new NaiveArray(test.Chunk, test.ElementSize, fill.Bytes);
        expected.Write(Region.Whole(test.Inside), elements);

        var actual = new byte[test.Chunk.ElementCount * test.ElementSize];
        elements.CopyTo(actual, actual.Length - elements.Length);
        EdgePadding.Expand(actual, test.Chunk, test.Inside, new FillPattern(fill.DataType, fill.Bytes));
        Assert.Equal(expected.Bytes, actual);
    }
}
