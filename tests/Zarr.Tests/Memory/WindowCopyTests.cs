using CsCheck;
using TestKit;
using Xunit;

namespace Zarr.Tests.Memory;

/// <summary>Boxes that arrive window by window, compared with the naive array.</summary>
public sealed class WindowCopyTests
{
    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[1, 4]
        from chunk in Generators.Shape(rank, 1, 6)
        from box in Generators.Region(chunk)
        from size in Gen.OneOf(1, 2, 3, 8, 16)
        from window in Gen.Int[1, 60]
        from before in Generators.Shape(rank, 0, 2)
        from after in Generators.Shape(rank, 0, 2)
        from nonTemporal in Gen.Bool
        select new Case(chunk, box, size, window, before, after, nonTemporal);

    [Fact]
    public void Windows_of_any_length_give_exactly_the_elements_of_the_box() => Cases.Where(test => test.Box.Shape.ElementCount > 0).Sample(Compare, seed: "0000WindowCop0", iter: 20_000);

    private static void Compare(Case test)
    {
        var chunk = Filled(test.Chunk, test.Size, 1);
        var shape = Shape.Create([.. test.Box.Shape.Select((length, d) => length + test.Before[d] + test.After[d])]);
        var place = new Region([.. test.Before], test.Box.Shape);
        var expected = Filled(shape, test.Size, 2);
        var found = expected.Bytes.ToArray();
        expected.Write(place, chunk.Read(test.Box));
        for (var start = 0; start < chunk.Bytes.Length; start += test.Window)
        {
            var window = chunk.Bytes[start..Math.Min(start + test.Window, chunk.Bytes.Length)];
            WindowCopy.Copy(window, start, test.Chunk, test.Box, found, shape, place.Offset, test.Size, test.NonTemporal);
        }

        Assert.Equal(expected.Bytes, found);
    }

    private static NaiveArray Filled(Shape shape, int size, int seed)
    {
        var array = new NaiveArray(shape, size, new byte[size]);
        var bytes = new byte[shape.ElementCount * size];
        new Random(seed).NextBytes(bytes);
        array.Write(Region.Whole(shape), bytes);
        return array;
    }

    private sealed record Case(Shape Chunk, Region Box, int Size, int Window, Shape Before, Shape After, bool NonTemporal);
}
