using Xunit;

namespace Zarr.Tests;

public sealed class RegionTests
{
    [Fact]
    public void A_region_is_equal_by_offset_and_shape()
    {
        var region = new Region([1, 2], [3, 4]);
        Assert.True(region == new Region([1, 2], [3, 4]));
        Assert.True(region != new Region([1, 3], [3, 4]));
        Assert.True(region != new Region([1, 2], [3, 5]));
        Assert.Equal(region.GetHashCode(), new Region([1, 2], [3, 4]).GetHashCode());
    }

    [Fact]
    public void It_is_written_with_exclusive_ends() => Assert.Equal("[1..4, 2..2]", new Region([1, 2], [3, 0]).ToString());

    [Fact]
    public void The_whole_of_a_scalar_is_the_default_region() => Assert.Equal(default, Region.Whole([]));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    public void Ranges_below_zero_or_beyond_64_bits_are_refused(long offset, long length) =>
        Assert.Throws<ArgumentException>(() => new Region([offset], [length]));

    [Fact]
    public void Offset_and_shape_have_the_same_rank() => Assert.Throws<ArgumentException>(() => new Region([0, 0], [1]));

    [Theory]
    [InlineData(0, 5, true)]
    [InlineData(5, 0, true)]
    [InlineData(4, 1, true)]
    [InlineData(4, 2, false)]
    [InlineData(6, 0, false)]
    [InlineData(long.MaxValue - 1, 1, false)]
    public void Inside_means_that_the_end_is_not_beyond_the_array(long offset, long length, bool inside) =>
        Assert.Equal(inside, new Region([offset], [length]).IsInside([5]));

    [Fact]
    public void A_region_of_another_rank_is_not_inside()
    {
        Assert.False(Region.Whole([5]).IsInside([5, 1]));
        var error = Assert.Throws<ArgumentException>(() => Region.Whole([5]).RequireInside([5, 1]));
        Assert.Equal("the region [0..5] has 1 dimension, the array (5 x 1) has 2 (Parameter 'region')", error.Message);
    }

    [Fact]
    public void A_region_or_slice_that_reaches_beyond_the_array_names_the_argument()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Region.Whole([6]).RequireInside([5]));
        Assert.Equal("region", error.ParamName);
        Assert.StartsWith("the region [0..6] reaches beyond the array of 5", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("slices", () => Region.Of([5], 4..6));
    }

    [Theory]
    [InlineData(0, 0, 3, 0)]
    [InlineData(2, 0, 3, 0)]
    [InlineData(0, 3, 3, 1)]
    [InlineData(0, 4, 3, 2)]
    [InlineData(2, 2, 3, 2)]
    [InlineData(3, 3, 3, 1)]
    [InlineData(0, long.MaxValue, 1, long.MaxValue)]
    [InlineData(1, long.MaxValue - 1, long.MaxValue, 1)]
    public void Chunks_that_a_region_touches_are_counted(long offset, long length, long chunk, long expected)
    {
        Assert.Equal([1, expected], new Region([7, offset], [1, length]).ChunkCounts([5, chunk]));
        if (offset == 0)
        {
            Assert.Equal([expected], Shape.Create([length]).ChunkCounts([chunk]));
        }
    }

    [Fact]
    public void Chunks_have_the_rank_of_the_region_and_no_length_of_0()
    {
        Assert.Throws<ArgumentException>("chunk", () => Region.Whole([5]).ChunkCounts([5, 1]));
        Assert.Throws<ArgumentException>("chunk", () => Shape.Create([5, 5]).ChunkCounts([5, 0]));
    }

    [Fact]
    public void A_length_that_only_fits_after_an_overflow_does_not_fit()
    {
        var region = new Region([0, 0], [1L << 62, 1]);
        Assert.Throws<ArgumentException>(() => region.RequireLength(0, 4));
        Assert.Throws<ArgumentException>(() => Region.Whole([1L << 62, 4]).RequireLength(0));
    }

    [Fact]
    public void Slices_of_an_array_are_a_region_with_all_dimensions()
    {
        Assert.Equal(new Region([1, 0, 2], [1, 5, 3]), Region.Of([2, 5, 7], 1, .., 2..5));
        Assert.Equal(new Region([1, 3, 7], [1, 2, 0]), Region.Of([2, 5, 7], ^1, ^2.., 7..));
        Assert.Equal(new Region([4], [1]), Region.Of([5], Slice.Step(4.., 2))); // one element, so none is left out
        Assert.Equal(new Region([1L << 40], [3]), Region.Of([long.MaxValue], Slice.Between(1L << 40, (1L << 40) + 3)));
        Assert.Equal(default, Region.Of([]));
    }

    [Fact]
    public void A_region_needs_a_slice_for_each_dimension()
    {
        var error = Assert.Throws<ArgumentException>(() => Region.Of([2, 5, 7], 1, ..));
        Assert.StartsWith("2 slices were given for an array of 3 dimensions (2 x 5 x 7); a dimension is taken whole by ..", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Region.Of([], 0));
    }

    [Fact]
    public void Slices_that_leave_elements_out_are_no_region() =>
        Assert.Throws<ArgumentException>(() => Region.Of([5], Slice.Step(.., 2)));

    [Theory]
    [InlineData(5)]
    [InlineData(long.MaxValue)]
    public void Slices_beyond_the_array_are_refused(long index)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Region.Of([5], index));
        Assert.Throws<ArgumentOutOfRangeException>(() => Region.Of([5], Slice.Between(4, index == 5 ? 6 : index)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Region.Of([0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Region.Of([5], ^6));
    }
}
