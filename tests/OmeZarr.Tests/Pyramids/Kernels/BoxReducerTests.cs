using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using OmeZarr.Pyramids.Kernels;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Pyramids.Kernels;

public class BoxReducerTests
{
    public static TheoryData<Downsampling, string> Suitable => [.. from method in Enum.GetValues<Downsampling>() from type in DataType.All where IsSuitable(method, type) select (method, type.Name)];

    [Theory]
    [MemberData(nameof(Suitable))]
    public void Random_levels_are_those_of_the_naive_way_and_fast_is_plain(Downsampling method, string typeName)
    {
        var (type, random) = (DataType.FromName(typeName)!, new Random(16));
        for (var i = 0; i < 40; i++)
        {
            var (shape, factors) = RandomCase(random);
            var source = RandomElements(random, type, shape.Aggregate(1L, (product, length) => product * length));
            var fast = Reduce(BoxReducer.Create(method, type, factors), type, shape, source);
            Assert.Equal(Reduce(BoxReducer.CreatePlain(method, type, factors), type, shape, source), fast);
            var naive = NaiveBoxes.Reduce(method, type, factors, shape, source);
            Assert.True(AreEqual(type, naive, fast), $"case {i}: {string.Join(',', shape)} by {string.Join(',', factors)}");
        }
    }

    [Fact]
    public void A_level_lies_where_the_strides_say_and_nothing_else_is_touched()
    {
        var random = new Random(1);
        var source = RandomElements(random, DataType.UInt16, 5 * 41);
        var target = Enumerable.Repeat((byte)0xEE, 2 * 200).ToArray();
        BoxReducer.Create(Downsampling.Mean, DataType.UInt16, 2, 2).Reduce(source, [5, 41], target.AsSpan(6), [50, 1]);
        var expected = NaiveBoxes.Reduce(Downsampling.Mean, DataType.UInt16, [2, 2], [5, 41], source);
        for (var row = 0; row < 3; row++)
        {
            Assert.Equal(expected.AsSpan(row * 42, 42), target.AsSpan(6 + (row * 100), 42));
            target.AsSpan(6 + (row * 100), 42).Fill(0xEE);
        }

        Assert.All(target, b => Assert.Equal(0xEE, b));
    }

    [Fact]
    public void Neighbours_of_a_level_may_lie_apart_along_the_last_axis()
    {
        var target = new byte[12];
        BoxReducer.Create(Downsampling.Max, DataType.UInt8, 2, 2).Reduce([1, 2, 3, 4, 5, 6], [2, 3], target, [1, 4]);
        Assert.Equal([5, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0], target);
    }

    [Fact]
    public void Halves_are_rounded_to_the_even_integer_also_below_zero()
    {
        sbyte[] source = [0, 1, 1, 2, -1, 0, -2, -1, 127, 127, -128, -128, 3, 4];
        var target = new sbyte[7];
        BoxReducer.Create(Downsampling.Mean, DataType.Int8, 2).Reduce(MemoryMarshal.AsBytes(source.AsSpan()), [14], MemoryMarshal.AsBytes(target.AsSpan()), [1]);
        Assert.Equal<sbyte>([0, 2, 0, -2, 127, -128, 4], target);
    }

    [Fact]
    public void Integers_of_64_bits_are_exact()
    {
        ulong[] source = [ulong.MaxValue, ulong.MaxValue - 2];
        var target = new ulong[1];
        BoxReducer.Create(Downsampling.Mean, DataType.UInt64, 2).Reduce(MemoryMarshal.AsBytes(source.AsSpan()), [2], MemoryMarshal.AsBytes(target.AsSpan()), [1]);
        Assert.Equal(ulong.MaxValue - 1, target[0]);
    }

    [Fact]
    public void NaN_spreads_except_by_mode_and_stride()
    {
        float[] source = [float.NaN, 1, 1, 2];
        Assert.Equal([float.NaN, float.NaN, float.NaN, float.NaN, 1, float.NaN], new[] { Downsampling.Mean, Downsampling.Min, Downsampling.Max, Downsampling.Median, Downsampling.Mode, Downsampling.Stride }.Select(method =>
        {
            var target = new float[1];
            BoxReducer.Create(method, DataType.Float32, 2, 2).Reduce(MemoryMarshal.AsBytes(source.AsSpan()), [2, 2], MemoryMarshal.AsBytes(target.AsSpan()), [1, 1]);
            return target[0];
        }));
    }

    [Fact]
    public void Of_equally_frequent_values_the_smaller_one_is_the_mode()
    {
        var target = new byte[2];
        BoxReducer.Create(Downsampling.Mode, DataType.UInt8, 2, 2).Reduce([9, 3, 7, 7, 3, 9, 1, 2], [2, 4], target, [2, 1]);
        Assert.Equal([3, 7], target);
    }

    [Fact]
    public void The_values_are_those_of_numpy()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("numpy_values.json")!;
        using var records = JsonDocument.Parse(stream);
        foreach (var record in records.RootElement.EnumerateArray())
        {
            var type = DataType.FromName(record.GetProperty("dataType").GetString()!)!;
            long[] Numbers(string name) => [.. record.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];
            foreach (var level in record.GetProperty("levels").EnumerateObject())
            {
                var reducer = BoxReducer.Create(Enum.Parse<Downsampling>(level.Name), type, Numbers("factors"));
                Assert.Equal(level.Value.GetBytesFromBase64(), Reduce(reducer, type, Numbers("shape"), record.GetProperty("elements").GetBytesFromBase64()));
            }
        }

        Assert.Equal(32, records.RootElement.GetArrayLength());
    }

    [Fact]
    public void An_array_without_elements_has_levels_without_elements() => BoxReducer.Create(Downsampling.Mean, DataType.UInt8, 2, 2).Reduce([], [0, 5], [], [3, 1]);

    [Fact]
    public void A_scalar_stays_as_it_is()
    {
        var target = new byte[1];
        BoxReducer.Create(Downsampling.Mean, DataType.UInt8).Reduce([7], [], target, []);
        Assert.Equal(7, target[0]);
    }

    [Theory]
    [InlineData(Downsampling.Mean, "bool", "levels of bool cannot be computed with Downsampling.Mean; use Downsampling.Mode")]
    [InlineData(Downsampling.Median, "complex64", "levels of complex64 cannot be computed with Downsampling.Median; use Downsampling.Mean")]
    public void A_method_that_cannot_be_applied_is_refused(Downsampling method, string type, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => BoxReducer.Create(method, DataType.FromName(type)!, 2)).Message);

    private static bool IsSuitable(Downsampling method, DataType type) => type.Kind switch
    {
        DataTypeKind.Boolean => method is not (Downsampling.Mean or Downsampling.Median),
        DataTypeKind.Complex => method is Downsampling.Mean or Downsampling.Stride,
        _ => true,
    };

    private static byte[] Reduce(BoxReducer reducer, DataType type, long[] shape, byte[] source)
    {
        var lengths = shape.Zip(reducer.Factors, (length, factor) => ((length - 1) / factor) + 1).ToArray();
        var strides = lengths.Select((_, axis) => lengths.Skip(axis + 1).Aggregate(1L, (product, length) => product * length)).ToArray();
        var target = new byte[lengths.Aggregate((long)type.Size, (product, length) => product * length)];
        reducer.Reduce(source, shape, target, strides);
        return target;
    }

    private static (long[] Shape, long[] Factors) RandomCase(Random random)
    {
        var rank = random.Next(1, 5);
        var shape = Enumerable.Range(0, rank).Select(axis => (long)random.Next(1, axis == rank - 1 ? 150 : 6)).ToArray();
        return (shape, [.. shape.Select(_ => (long)(random.Next(3) == 0 ? random.Next(1, 6) : 2))]);
    }

    /// <summary>Any bits, few values, or extremes: zeros of both signs, infinities, NaN, the smallest and the largest number.</summary>
    private static byte[] RandomElements(Random random, DataType type, long count)
    {
        var bytes = TestKit.Generators.Elements(type, count, random.Next());
        var size = type.ComponentSize;
        var style = random.Next(3);
        if (style == 0 || type.Kind == DataTypeKind.Boolean)
        {
            return bytes;
        }

        for (var i = 0; i < bytes.Length; i += size)
        {
            (style == 1 ? Number(type, random.Next(3)) : Extreme(type, random.Next(8))).CopyTo(bytes, i);
        }

        return bytes;
    }

    private static byte[] Extreme(DataType type, int which)
    {
        double[] floats = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 1];
        byte[][] integers = [[0x00], [0xFF], [0x7F, 0xFF], [0x80, 0x00], [0x01, 0x00], [0xFE, 0xFF], [0x7F, 0x00], [0x00, 0x01]];
        return type.Kind is DataTypeKind.Float or DataTypeKind.Complex
            ? Number(type, floats[which])
            : [.. Enumerable.Range(0, type.Size).Reverse().Select(i => i < integers[which].Length ? integers[which][i] : integers[which][^1])];
    }

    private static byte[] Number(DataType type, double value) => (type.Kind is DataTypeKind.Float or DataTypeKind.Complex, type.ComponentSize) switch
    {
        (true, 2) => BitConverter.GetBytes((Half)value),
        (true, 4) => BitConverter.GetBytes((float)value),
        (true, _) => BitConverter.GetBytes(value),
        var (_, size) => [(byte)value, .. new byte[size - 1]],
    };

    // Zeros of both signs are one value.
    private static bool AreEqual(DataType type, byte[] expected, byte[] actual) => type.ComponentSize switch
    {
        2 when type.Kind == DataTypeKind.Float => MemoryMarshal.Cast<byte, Half>(expected).SequenceEqual(MemoryMarshal.Cast<byte, Half>(actual)),
        4 when type.Kind is DataTypeKind.Float or DataTypeKind.Complex => MemoryMarshal.Cast<byte, float>(expected).SequenceEqual(MemoryMarshal.Cast<byte, float>(actual)),
        8 when type.Kind is DataTypeKind.Float or DataTypeKind.Complex => MemoryMarshal.Cast<byte, double>(expected).SequenceEqual(MemoryMarshal.Cast<byte, double>(actual)),
        _ => expected.AsSpan().SequenceEqual(actual),
    };
}
