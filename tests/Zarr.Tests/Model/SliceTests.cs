using Xunit;

namespace Zarr.Tests;

public sealed class SliceTests
{
    [Fact]
    public void Every_notation_says_what_it_takes_of_ten_elements()
    {
        Assert.Equal(new ResolvedSlice(3, 1, 1, true), Resolve(3));
        Assert.Equal(new ResolvedSlice(3, 1, 1, true), Resolve(3L));
        Assert.Equal(new ResolvedSlice(9, 1, 1, true), Resolve(^1));
        Assert.Equal(new ResolvedSlice(0, 10, 1, false), Resolve(..));
        Assert.Equal(new ResolvedSlice(0, 10, 1, false), Resolve(Slice.All));
        Assert.Equal(new ResolvedSlice(2, 3, 1, false), Resolve(2..5));
        Assert.Equal(new ResolvedSlice(8, 2, 1, false), Resolve(^2..));
        Assert.Equal(new ResolvedSlice(0, 7, 1, false), Resolve(..^3));
        Assert.Equal(new ResolvedSlice(4, 0, 1, false), Resolve(4..4));
        Assert.Equal(new ResolvedSlice(10, 0, 1, false), Resolve(10..));
        Assert.Equal(new ResolvedSlice(0, 4, 3, false), Resolve(Slice.Step(.., 3)));
        Assert.Equal(new ResolvedSlice(1, 3, 3, false), Resolve(Slice.Step(1..^1, 3)));
        Assert.Equal(new ResolvedSlice(2, 1, long.MaxValue, false), Resolve(Slice.Step(2.., long.MaxValue)));
        Assert.Equal(new ResolvedSlice(2, 2, 4, false), Resolve(Slice.Between(2, 8, 4)));
        Assert.Equal(new ResolvedSlice(0, 1, 1, true), Resolve(default));
    }

    [Fact]
    public void Positions_beyond_32_bits_can_be_said()
    {
        Slice slice = Slice.Between(1L << 40, (1L << 40) + 5);
        Assert.Equal(new ResolvedSlice(1L << 40, 5, 1, false), slice.Resolve(long.MaxValue, 0));
        Assert.Equal(new ResolvedSlice(long.MaxValue - 1, 1, 1, true), Slice.At(long.MaxValue - 1).Resolve(long.MaxValue, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.At(long.MaxValue).Resolve(long.MaxValue, 0));
    }

    [Fact]
    public void What_reaches_beyond_the_dimension_is_an_error_that_names_it()
    {
        foreach (Slice slice in new Slice[] { 10, ^11, ^0, 0..11, ^11.., 11.., 5..4, ^2..^3, Slice.Between(9, 12) })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => slice.Resolve(10, 3));
            Assert.Equal($"the slice {slice} does not fit dimension 3, which is 10 long (Parameter 'slices')", error.Message);
        }
    }

    [Fact]
    public void Backwards_and_negative_are_refused()
    {
        Assert.StartsWith("an index cannot be negative; the last element is ^1, not -1", Assert.Throws<ArgumentOutOfRangeException>(() => (Slice)(-1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.At(-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.Step(.., -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.Step(.., 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.Between(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.Between(3, 2));
    }

    [Fact]
    public void A_slice_is_shown_as_it_is_written() => Assert.Equal(
        ["1", "^1", "0..^0", "10..20", "^5..^0", "0..^0 step 2"],
        new Slice[] { 1, ^1, .., 10..20, ^5.., Slice.Step(.., 2) }.Select(slice => slice.ToString()));

    private static ResolvedSlice Resolve(Slice slice) => slice.Resolve(10, 0);
}
