using System.Numerics;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests;

public sealed class FillPatternTests
{
    public static TheoryData<int> Counts { get; } = [0, 1, 2, 3, 7, 8, 1000];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Every_element_becomes_the_fill_value(int count)
    {
        var fill = FillValue.Of(new Complex(1.5, -2));
        var bytes = new byte[count * 16];
        PatternOf(fill).Fill(bytes);
        Assert.All(bytes.Chunk(16), element => Assert.Equal(fill.Bytes, element));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Memory_that_was_filled_is_recognised_until_one_bit_changes(int count)
    {
        var pattern = PatternOf(FillValue.Of((ushort)0x0102));
        var bytes = new byte[count * 2];
        pattern.Fill(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.False(pattern.IsAll(bytes));
            bytes[i] ^= 1;
        }

        Assert.True(count == 0 || pattern.IsAll(bytes));
    }

    [Fact]
    public void Elements_of_equal_bytes_are_filled_too()
    {
        var bytes = new byte[12];
        PatternOf(FillValue.Of(-1)).Fill(bytes);
        Assert.All(bytes, value => Assert.Equal(0xff, value));
    }

    [Fact]
    public void Negative_zero_and_other_NaNs_are_not_the_fill_value()
    {
        Assert.False(PatternOf(FillValue.Of(0.0)).IsAll(FillValue.Of(-0.0).Bytes));
        var nan = FillValue.Of(BitConverter.UInt32BitsToSingle(0x7fc00000));
        Assert.False(PatternOf(nan).IsAll(FillValue.Of(BitConverter.UInt32BitsToSingle(0x7fc00001)).Bytes));
        Assert.True(PatternOf(nan).IsAll(nan.Bytes));
    }

    private static FillPattern PatternOf(FillValue fill) => new(fill.DataType, fill.Bytes);
}
