using OmeZarr.Cli.Images;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Images;

public sealed class ChannelRangeSourceTests
{
    [Fact]
    public Task Signed_integers() => RequireRange<short>(-7, 300, -7, 0, 300);

    [Fact]
    public Task Truth_values() => RequireRange<bool>(0, 1, false, true, true);

    [Fact]
    public Task Integers_of_64_bits_as_near_as_JSON_can_say() => RequireRange<ulong>(9007199254740993d, 18446744073709551615d, 9007199254740993, ulong.MaxValue);

    [Fact]
    public Task Numbers_that_are_not_finite_do_not_count() =>
        RequireRange<float>(-1.5, 2.25, float.NaN, 2.25f, float.NegativeInfinity, -1.5f, float.PositiveInfinity);

    [Fact]
    public Task Infinity_alone_does_not_hide_the_rest() => RequireRange<double>(1, 3, double.PositiveInfinity, 3, 1);

    [Fact]
    public Task Half_precision() => RequireRange<Half>(-2, 4, (Half)4, (Half)(-2), Half.NaN);

    [Fact]
    public Task A_channel_without_any_number_is_0_to_0() => RequireRange<float>(0, 0, float.NaN, float.NaN);

    [Theory]
    [InlineData(0, new long[] { 3, 2, 4 })]
    [InlineData(1, new long[] { 2, 3, 4 })]
    [InlineData(2, new long[] { 2, 4, 3 })]
    [InlineData(1, new long[] { 4, 3 })]
    public async Task Each_channel_has_its_own_range_wherever_its_axis_is(int axis, long[] lengths)
    {
        var shape = Shape.Create(lengths);
        var source = ArraySource.FromFunction(shape, DataType.UInt16, (region, bytes) => Fill(region, bytes, axis));
        var ranges = new ChannelRangeSource(source, axis);
        await ReadEveryElementOnce(ranges);
        var whole = new ChannelRangeSource(source, axis);
        await Read(whole, new Region(new long[shape.Rank], shape));
        Assert.Equal([(100d, 100d), (200d, 200d), (300d, 300d)], ranges.Ranges);
        Assert.Equal(ranges.Ranges, whole.Ranges);
    }

    private static async Task RequireRange<T>(double min, double max, params T[] values)
        where T : unmanaged
    {
        var source = new ChannelRangeSource(values.AsSource(), null);
        await Read(source, new Region([0], source.Shape));
        Assert.Equal([(min, max)], source.Ranges);
    }

    private static async Task ReadEveryElementOnce(ChannelRangeSource source)
    {
        for (var i = 0L; i < source.Shape.ElementCount; i++)
        {
            var (rest, offset) = (i, new long[source.Shape.Rank]);
            for (var axis = offset.Length - 1; axis >= 0; axis--)
            {
                (rest, offset[axis]) = Math.DivRem(rest, source.Shape[axis]);
            }

            await Read(source, new Region(offset, Shape.Create([.. offset.Select(_ => 1L)])));
        }
    }

    private static ValueTask Read(ChannelRangeSource source, Region region) =>
        source.ReadAsync(region, new byte[region.Shape.ElementCount * source.DataType.Size], TestContext.Current.CancellationToken);

    /// <summary>Channel c holds 100 (c + 1) everywhere.</summary>
    private static void Fill(Region region, Span<byte> bytes, int axis)
    {
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(bytes);
        var run = (int)region.Shape.Skip(axis + 1).Aggregate(1L, (product, length) => product * length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)(100 * (region.Offset[axis] + (i / run % region.Shape[axis]) + 1));
        }
    }
}
