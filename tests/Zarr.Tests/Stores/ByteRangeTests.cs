using CsCheck;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData(0, 4, 10, 0, 4)]
    [InlineData(8, 4, 10, 8, 2)]
    [InlineData(10, 4, 10, 10, 0)]
    [InlineData(11, 4, 10, 10, 0)]
    [InlineData(0, 4, 0, 0, 0)]
    [InlineData(1, long.MaxValue - 1, 10, 1, 9)]
    public void A_range_is_cut_where_the_value_ends(long offset, long length, long valueLength, long start, long count) =>
        Assert.Equal((start, count), ByteRange.FromOffset(offset, length).Resolve(valueLength));

    [Theory]
    [InlineData(0, 10, 0, 10)]
    [InlineData(7, 10, 7, 3)]
    [InlineData(99, 10, 10, 0)]
    public void An_open_range_ends_with_the_value(long offset, long valueLength, long start, long count) =>
        Assert.Equal((start, count), ByteRange.FromOffset(offset).Resolve(valueLength));

    [Theory]
    [InlineData(0, 10, 10, 0)]
    [InlineData(4, 10, 6, 4)]
    [InlineData(11, 10, 0, 10)]
    [InlineData(long.MaxValue, 10, 0, 10)]
    public void A_suffix_counts_from_the_end(long length, long valueLength, long start, long count) =>
        Assert.Equal((start, count), ByteRange.Suffix(length).Resolve(valueLength));

    [Fact]
    public void Negative_and_overflowing_ranges_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteRange.FromOffset(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteRange.FromOffset(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteRange.FromOffset(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteRange.FromOffset(2, long.MaxValue - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteRange.Suffix(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteRange.Suffix(1).Resolve(-1));
    }

    [Fact]
    public void Only_a_suffix_is_a_suffix()
    {
        Assert.True(ByteRange.Suffix(0).IsSuffix);
        Assert.False(ByteRange.FromOffset(3).IsSuffix);
        Assert.False(ByteRange.FromOffset(3, 1).IsSuffix);
        Assert.Equal((0, 10), default(ByteRange).Resolve(10));
    }

    [Fact]
    public void Every_range_stays_inside_every_value()
    {
        var number = Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, long.MaxValue]);
        Gen.Select(number, number, number, Gen.Int[0, 2]).Sample(
            (a, b, valueLength, kind) =>
            {
                var range = kind switch
                {
                    0 => ByteRange.Suffix(a),
                    1 => ByteRange.FromOffset(a),
                    _ => ByteRange.FromOffset(a, Math.Min(b, long.MaxValue - a)),
                };
                var (offset, length) = range.Resolve(valueLength);
                return offset >= 0 && length >= 0 && offset <= valueLength && length <= valueLength - offset;
            },
            seed: "0000ByteRange0",
            iter: 10_000);
    }
}
