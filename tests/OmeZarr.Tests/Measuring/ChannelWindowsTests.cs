using System.Runtime.InteropServices;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Measuring;

public sealed class ChannelWindowsTests
{
    [Fact]
    public Task Signed_integers() => RequireExtremes<short>(-7, 300, -7, 0, 300);

    [Fact]
    public Task Truth_values() => RequireExtremes<bool>(0, 1, false, true, true);

    [Fact]
    public Task Integers_of_64_bits_as_near_as_JSON_can_say() => RequireExtremes<ulong>(9007199254740993d, 18446744073709551615d, 9007199254740993, ulong.MaxValue);

    [Fact]
    public Task Numbers_that_are_not_finite_do_not_count() =>
        RequireExtremes<float>(-1.5, 2.25, float.NaN, 2.25f, float.NegativeInfinity, -1.5f, float.PositiveInfinity);

    [Fact]
    public Task Infinity_alone_does_not_hide_the_rest() => RequireExtremes<double>(1, 3, double.PositiveInfinity, 3, 1);

    [Fact]
    public Task Half_precision() => RequireExtremes<Half>(-2, 4, (Half)4, (Half)(-2), Half.NaN);

    [Fact]
    public Task A_channel_without_any_number_is_0_to_1() => RequireExtremes<float>(0, 1, float.NaN, float.NaN);

    [Fact]
    public async Task Limits_are_those_of_the_type_for_8_and_16_bits_and_those_of_the_data_for_others()
    {
        Assert.Equal([(0d, 255d), (-128d, 127d), (0d, 65535d), (-32768d, 32767d), (0d, 1d)], [await Limits<byte>(3, 7), await Limits<sbyte>(3, 7), await Limits<ushort>(3, 7), await Limits<short>(3, 7), await Limits(true, false)]);
        Assert.Equal([(3d, 7d), (3d, 7d), (-2.5d, 7d)], [await Limits(3, 7), await Limits(3UL, 7UL), await Limits(-2.5f, 7f)]);
    }

    [Theory]
    [InlineData(0, new long[] { 3, 2, 4 })]
    [InlineData(1, new long[] { 2, 3, 4 })]
    [InlineData(2, new long[] { 2, 4, 3 })]
    [InlineData(1, new long[] { 4, 3 })]
    public async Task Each_channel_has_its_own_window_wherever_its_axis_is(int axis, long[] lengths)
    {
        var shape = Shape.Create(lengths);
        var source = ArraySource.FromFunction(shape, DataType.UInt16, (region, bytes) => Fill(region, bytes, axis));
        var (single, whole) = (new ChannelWindows(DataType.UInt16, 3), new ChannelWindows(DataType.UInt16, 3));
        await ReadEveryElementOnce(single.Measure(source, axis));
        await Read(whole.Measure(source, axis), new Region(new long[shape.Rank], shape));
        Assert.Equal([100d, 200d, 300d], whole.ToWindows().Select(window => window.End));
        Assert.Equal(whole.ToWindows(), single.ToWindows());
    }

    [Fact]
    public async Task Percentiles_of_every_type_are_those_of_sorted_values()
    {
        var random = new Random(3);
        await RequirePercentiles(() => (byte)random.Next(256), value => value);
        await RequirePercentiles(() => (sbyte)random.Next(-128, 128), value => value);
        await RequirePercentiles(() => (ushort)Math.Pow(2, random.NextDouble() * 16), value => value);
        await RequirePercentiles(() => (short)random.Next(-32768, 32768), value => value);
        await RequirePercentiles(() => random.Next(-1_000_000, 1_000_000), value => value);
        await RequirePercentiles(() => (float)Math.Exp(random.NextDouble() * 20), value => value);
        await RequirePercentiles(() => random.NextDouble(), value => value);
    }

    [Theory]
    [InlineData(new[] { 0d, 0, 0, 0 }, 0, 1)]
    [InlineData(new[] { 9d, 9, 9, 9 }, 0, 9)]
    [InlineData(new[] { -9d, -9, -9, -9 }, -9, 0)]
    [InlineData(new[] { 4e300, 4e300, 4e300, 4e300 }, 0, 4e300)]
    public async Task Constant_images_are_bright_unless_they_are_0(double[] values, double start, double end)
    {
        var window = await WindowOf(values);
        Assert.Equal((start, end), (window.Start, window.End));
        Assert.True(window.Min <= window.Start && window.End <= window.Max);
    }

    [Fact]
    public async Task A_few_bright_pixels_on_black_are_visible()
    {
        var pixels = new ushort[10_000];
        (pixels[77], pixels[5000]) = (900, 1200);
        var window = await WindowOf(pixels);
        Assert.Equal((0, 1200), (window.Start, window.End));
    }

    [Fact]
    public async Task Extremes_reach_from_the_smallest_to_the_largest_value()
    {
        var pixels = Enumerable.Range(0, 10_000).Select(i => (ushort)(100 + (i % 50))).ToArray();
        pixels[3] = 60_000;
        var windows = new ChannelWindows(DataType.UInt16);
        await Read(windows.Measure(pixels.AsSource()), new Region([0], [pixels.Length]));
        Assert.Equal((100, 149), (windows.ToWindows()[0].Start, windows.ToWindows()[0].End));
        Assert.Equal((100, 60_000), (windows.ToWindows(showsExtremes: true)[0].Start, windows.ToWindows(showsExtremes: true)[0].End));
    }

    [Theory]
    [InlineData(4200, 4000, 64)]
    [InlineData(17_000, 1000, 999)]
    public async Task Of_a_large_image_every_nth_pixel_is_taken_whatever_the_order_of_regions(long height, long width, long rows)
    {
        var source = ArraySource.FromFunction<byte>([height, width], FillWithColumns);
        var (forwards, backwards) = (new ChannelWindows(DataType.UInt8), new ChannelWindows(DataType.UInt8));
        long[] starts = [.. Enumerable.Range(0, (int)((height + rows - 1) / rows)).Select(i => i * rows)];
        await ReadRows(forwards.Measure(source), starts, rows);
        await ReadRows(backwards.Measure(source), starts.Reverse(), rows);
        Assert.Equal(forwards.ToWindows(), backwards.ToWindows());
        var window = forwards.ToWindows()[0];
        Assert.Equal((1, 249), (window.Start, window.End)); // of 0 to 249 in equal shares
    }

    [Fact]
    public async Task Floats_of_a_large_image_are_sampled_evenly()
    {
        var source = ArraySource.FromFunction<float>([1000, 1000], (region, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (region.Offset[0] + (i / (int)region.Shape[1])) / 1000f;
            }
        });
        var windows = new ChannelWindows(DataType.Float32);
        await ReadRows(windows.Measure(source), Enumerable.Range(0, 10).Select(i => i * 100L), 100);
        var window = windows.ToWindows()[0];
        Assert.Equal((0, 0.999), (window.Min, Math.Round(window.Max, 4)));
        Assert.InRange(window.Start, 0.004, 0.006);
        Assert.InRange(window.End, 0.995, 0.998);
    }

    [Fact]
    public async Task Tasks_may_read_at_the_same_time()
    {
        var source = ArraySource.FromFunction<byte>([512, 250], FillWithColumns);
        var windows = new ChannelWindows(DataType.UInt8);
        var measured = windows.Measure(source);
        await Parallel.ForAsync(0, 512, TestContext.Current.CancellationToken, async (row, _) => await Read(measured, new Region([row, 0], [1, 250])));
        Assert.Equal((1, 249), (windows.ToWindows()[0].Start, windows.ToWindows()[0].End));
    }

    [Fact]
    public async Task A_written_image_gets_its_windows()
    {
        using var folder = new TemporaryFolder();
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var windows = new ChannelWindows(DataType.UInt8, 2);
        var pixels = new byte[2, 8, 8];
        (pixels[0, 0, 0], pixels[1, 7, 7]) = (10, 20);
        await OmeWriter.WriteImageAsync(folder["a.ome.zarr"], image, windows.Measure(pixels.AsSource(), 0), new WriteOptions { CompleteMetadata = windows.Complete }, cancellationToken: TestContext.Current.CancellationToken);
        var omero = (await OmeImage.OpenAsync(folder["a.ome.zarr"], cancellationToken: TestContext.Current.CancellationToken)).Metadata.Omero!;
        Assert.Equal([("channel 0", 10d), ("channel 1", 20d)], omero.Channels.Select(channel => (channel.Label!, channel.Window!.End)));
    }

    [Fact]
    public void Windows_that_are_given_stay()
    {
        var windows = new ChannelWindows(DataType.UInt8, 2);
        var given = new OmeroWindow { Min = 1, Start = 2, End = 3, Max = 4 };
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]) with { Omero = new Omero { Channels = [new OmeroChannel { Window = given }, new OmeroChannel { Label = "GFP" }] } };
        Assert.Equal([given, new OmeroWindow { Min = 0, Start = 0, End = 1, Max = 255 }], windows.Complete(image).Omero!.Channels.Select(channel => channel.Window));
    }

    [Fact]
    public void Other_sources_than_announced_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ChannelWindows(DataType.UInt8, 2).Measure(new byte[3, 4].AsSource(), 0));
        Assert.Throws<ArgumentException>(() => new ChannelWindows(DataType.UInt16).Measure(new byte[3, 4].AsSource()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChannelWindows(DataType.UInt8).Measure(new byte[3, 4].AsSource(), 2));
        Assert.Throws<ArgumentException>(() => new ChannelWindows(DataType.Complex64));
    }

    private static async Task RequireExtremes<T>(double start, double end, params T[] values)
        where T : unmanaged
    {
        var windows = new ChannelWindows(DataType.Of<T>());
        await Read(windows.Measure(values.AsSource()), new Region([0], [values.Length]));
        var window = windows.ToWindows(showsExtremes: true)[0];
        Assert.Equal((start, end), (window.Start, window.End));
    }

    private static async Task RequirePercentiles<T>(Func<T> next, Func<T, double> number)
        where T : unmanaged
    {
        var values = Enumerable.Range(0, 20_011).Select(_ => next()).ToArray();
        var sorted = values.Select(number).Order().ToArray();
        var window = await WindowOf(values);
        Assert.Equal((sorted[(int)Math.Floor(0.005 * 20_010)], sorted[(int)Math.Ceiling(0.997 * 20_010)]), (window.Start, window.End));
    }

    private static async Task<OmeroWindow> WindowOf<T>(T[] values)
        where T : unmanaged
    {
        var windows = new ChannelWindows(DataType.Of<T>());
        await Read(windows.Measure(values.AsSource()), new Region([0], [values.Length]));
        return windows.ToWindows()[0];
    }

    private static async Task<(double Min, double Max)> Limits<T>(params T[] values)
        where T : unmanaged
    {
        var window = await WindowOf(values);
        return (window.Min, window.Max);
    }

    private static async Task ReadRows(IArraySource source, IEnumerable<long> starts, long rows)
    {
        foreach (var start in starts)
        {
            await Read(source, new Region([start, 0], [Math.Min(rows, source.Shape[0] - start), source.Shape[1]]));
        }
    }

    private static async Task ReadEveryElementOnce(IArraySource source)
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

    private static ValueTask Read(IArraySource source, Region region) =>
        source.ReadAsync(region, new byte[region.Shape.ElementCount * source.DataType.Size], TestContext.Current.CancellationToken);

    /// <summary>Column x holds x modulo 250.</summary>
    private static void FillWithColumns(Region region, Span<byte> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (byte)((region.Offset[1] + (i % region.Shape[1])) % 250);
        }
    }

    /// <summary>Channel c holds 100 (c + 1) everywhere.</summary>
    private static void Fill(Region region, Span<byte> bytes, int axis)
    {
        var values = MemoryMarshal.Cast<byte, ushort>(bytes);
        var run = (int)region.Shape.Skip(axis + 1).Aggregate(1L, (product, length) => product * length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)(100 * (region.Offset[axis] + (i / run % region.Shape[axis]) + 1));
        }
    }
}
