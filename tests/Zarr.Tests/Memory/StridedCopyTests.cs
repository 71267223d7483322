using CsCheck;
using Xunit;

namespace Zarr.Tests;

public sealed class StridedCopyTests
{
    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[0, 5]
        from extent in (rank < 4 ? Gen.Frequency((6, Gen.Long[0, 4]), (1, Gen.Long[15, 33])) : Gen.Long[0, 4]).Array[rank]
        from source in Sides(extent)
        from destination in Sides(extent)
        from unit in Gen.OneOf(Gen.Const(1), Gen.Const(2), Gen.Const(3), Gen.Const(16))
        from isNonTemporal in Gen.Bool
        select new Case(extent, source, destination, unit, isNonTemporal);

    [Fact]
    public void Any_layout_is_copied_as_by_the_naive_loop() => Cases.Sample(CompareWithNaive, seed: "0StridedCopy00", iter: 6000);

    [Fact]
    public void An_element_may_be_repeated_by_a_stride_of_zero()
    {
        var destination = new int[6];
        StridedCopy.Copy<int>([7, 8], new Layout(0, [1, 0]), destination, new Layout(0, [3, 1]), [2, 3]);
        Assert.Equal([7, 7, 7, 8, 8, 8], destination);
    }

    [Fact]
    public void A_box_of_the_highest_rank_is_copied_in_units()
    {
        var ones = Enumerable.Repeat(1L, Shape.MaxRank).ToArray();
        var destination = new byte[4];
        StridedCopy.Copy<byte>([1, 2, 3, 4], new Layout(0, ones), destination, new Layout(0, ones), ones, unit: 4);
        Assert.Equal([1, 2, 3, 4], destination);
    }

    [Fact]
    public void Nothing_is_touched_if_a_length_is_zero() =>
        StridedCopy.Copy<byte>([], new Layout(99, [5, 5]), [], new Layout(99, [5, 5]), [1L << 40, 0]);

    [Fact]
    public void The_strides_of_C_order_grow_from_the_last_dimension()
    {
        var strides = new long[3];
        StridedCopy.CStrides([2, 3, 4], strides);
        Assert.Equal([12, 4, 1], strides);
        Assert.Equal(23, StridedCopy.Position([1, 2, 3], strides));
    }

    private static void CompareWithNaive(Case test)
    {
        var source = Enumerable.Range(1, (int)test.Source.Length * test.Unit).Select(i => (short)i).ToArray();
        var expected = new short[test.Destination.Length * test.Unit];
        var actual = (short[])expected.Clone();
        Naive(source, expected, test);
        StridedCopy.Copy<short>(
            source, new Layout(test.Source.Start, test.Source.Strides), actual, new Layout(test.Destination.Start, test.Destination.Strides), test.Extent, test.Unit, test.PassesCaches);
        Assert.Equal(expected, actual);
    }

    private static void Naive(short[] source, short[] destination, Case test)
    {
        var count = test.Extent.Aggregate(1L, (product, length) => product * length);
        for (var ordinal = 0L; ordinal < count; ordinal++)
        {
            var (rest, from, to) = (ordinal, test.Source.Start, test.Destination.Start);
            for (var d = test.Extent.Length - 1; d >= 0; d--)
            {
                (rest, var index) = Math.DivRem(rest, test.Extent[d]);
                from += index * test.Source.Strides[d];
                to += index * test.Destination.Strides[d];
            }

            Array.Copy(source, from * test.Unit, destination, to * test.Unit, test.Unit);
        }
    }

    /// <summary>A memory that holds the box with its dimensions in any order, with gaps, some of them backwards.</summary>
    private static Gen<Side> Sides(long[] extent) =>
        from order in Gen.Shuffle(Enumerable.Range(0, extent.Length).ToArray())
        from gaps in Gen.Frequency((3, Gen.Const(0L)), (1, Gen.Long[1, 3])).Array[extent.Length]
        from backwards in Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))).Array[extent.Length]
        from before in Gen.Long[0, 2]
        select Lay(extent, order, gaps, backwards, before);

    private static Side Lay(long[] extent, int[] order, long[] gaps, bool[] backwards, long before)
    {
        var strides = new long[extent.Length];
        var (stride, start) = (1L, before);
        foreach (var d in order)
        {
            strides[d] = backwards[d] ? -stride : stride;
            start += backwards[d] ? stride * Math.Max(0, extent[d] - 1) : 0;
            stride *= Math.Max(1, extent[d]) + gaps[d];
        }

        return new Side(start, strides, stride + before + 1);
    }

    private sealed record Side(long Start, long[] Strides, long Length)
    {
        public override string ToString() => $"{Start}+({string.Join(",", Strides)})";
    }

    private sealed record Case(long[] Extent, Side Source, Side Destination, int Unit, bool PassesCaches)
    {
        public override string ToString() => $"({string.Join(",", Extent)}) x {Unit}: {Source} to {Destination}";
    }
}
