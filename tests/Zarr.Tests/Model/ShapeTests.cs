using Xunit;

namespace Zarr.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void A_shape_is_a_list_of_lengths_equal_by_content()
    {
        Shape shape = [3, 0, 7];
        Assert.Equal([3L, 0, 7], shape);
        Assert.Equal(3, shape.Rank);
        Assert.Equal(7, shape[2]);
        Assert.True(shape == Shape.Create([3, 0, 7]));
        Assert.True(shape != Shape.Create([3, 0]));
        Assert.Equal(shape.GetHashCode(), Shape.Create([3, 0, 7]).GetHashCode());
    }

    [Fact]
    public void The_default_is_the_scalar_with_one_element()
    {
        Assert.Equal(default, Shape.Create([]));
        Assert.Equal((0, 1L, "scalar"), (default(Shape).Rank, default(Shape).ElementCount, default(Shape).ToString()));
        Assert.Empty(default(Shape));
    }

    [Fact]
    public void It_is_written_as_people_write_it() => Assert.Equal("3 x 512 x 512", Shape.Create([3, 512, 512]).ToString());

    [Fact]
    public void Negative_lengths_and_too_many_dimensions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Shape.Create([1, -1]));
        Assert.Throws<ArgumentException>(() => Shape.Create([long.MinValue]));
        Assert.Throws<ArgumentException>(() => Shape.Create(new long[Shape.MaxRank + 1]));
        Assert.Equal(Shape.MaxRank, Shape.Create(new long[Shape.MaxRank]).Rank);
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 4 }, 24)]
    [InlineData(new long[] { long.MaxValue }, long.MaxValue)]
    [InlineData(new long[] { long.MaxValue, long.MaxValue, 0 }, 0)]
    [InlineData(new long[] { 1L << 31, 1L << 31 }, 1L << 62)]
    public void The_element_count_is_the_product(long[] lengths, long count) => Assert.Equal(count, Shape.Create(lengths).ElementCount);

    [Theory]
    [InlineData(1L << 32, 1L << 31)]
    [InlineData(long.MaxValue, 2)]
    [InlineData(2, long.MaxValue)]
    public void A_product_beyond_64_bits_is_noticed(long a, long b)
    {
        Shape shape = [a, b];
        Assert.False(shape.TryGetElementCount(out var count));
        Assert.Equal(0, count);
        Assert.Throws<OverflowException>(() => shape.ElementCount);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void There_is_no_dimension_outside_the_rank(int dimension) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([5])[dimension]);
}
