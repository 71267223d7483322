using System.Numerics;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>The levels of a pyramid as one would compute them without thinking of speed, after the documentation of <see cref="Downsampling"/>.</summary>
internal static class NaivePyramid
{
    /// <summary>The elements of the next level.</summary>
    internal static byte[] Next(byte[] elements, Shape shape, Shape coarser, IReadOnlyList<long> factors, DataType type, Downsampling method) => type.Name switch
    {
        "bool" or "uint8" => Of<byte>(elements, shape, coarser, factors, box => Integer(box, method)),
        "int8" => Of<sbyte>(elements, shape, coarser, factors, box => Integer(box, method)),
        "int16" => Of<short>(elements, shape, coarser, factors, box => Integer(box, method)),
        "uint16" => Of<ushort>(elements, shape, coarser, factors, box => Integer(box, method)),
        "int32" => Of<int>(elements, shape, coarser, factors, box => Integer(box, method)),
        "uint32" => Of<uint>(elements, shape, coarser, factors, box => Integer(box, method)),
        "int64" => Of<long>(elements, shape, coarser, factors, box => Integer(box, method)),
        "uint64" => Of<ulong>(elements, shape, coarser, factors, box => Integer(box, method)),
        "float16" => Of<Half>(elements, shape, coarser, factors, box => (Half)Float([.. box.Select(element => (double)element)], method)),
        "float32" => Of<float>(elements, shape, coarser, factors, box => (float)Float([.. box.Select(element => (double)element)], method)),
        "float64" => Of<double>(elements, shape, coarser, factors, box => Float(box, method)),
        "complex64" => Of<Complex64>(elements, shape, coarser, factors, box => method == Downsampling.Stride ? box[0]
            : new Complex64((float)Float([.. box.Select(element => (double)element.Real)], method), (float)Float([.. box.Select(element => (double)element.Imaginary)], method))),
        _ => Of<Complex>(elements, shape, coarser, factors, box => method == Downsampling.Stride ? box[0]
            : new Complex(Float([.. box.Select(element => element.Real)], method), Float([.. box.Select(element => element.Imaginary)], method))),
    };

    /// <summary>The first element that differs, or null. All NaN are equal, and both zeros.</summary>
    internal static int? Difference(byte[] expected, byte[] actual, DataType type) => type.Name switch
    {
        "float16" => Different(MemoryMarshal.Cast<byte, Half>(expected), MemoryMarshal.Cast<byte, Half>(actual)),
        "float32" or "complex64" => Different(MemoryMarshal.Cast<byte, float>(expected), MemoryMarshal.Cast<byte, float>(actual)),
        "float64" or "complex128" => Different(MemoryMarshal.Cast<byte, double>(expected), MemoryMarshal.Cast<byte, double>(actual)),
        _ => Different<byte>(expected, actual),
    };

    private static int? Different<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : IEquatable<T>
    {
        var same = expected.CommonPrefixLength(actual); // Equals of NaN and NaN is true
        return same == expected.Length && same == actual.Length ? null : same;
    }

    private static byte[] Of<T>(byte[] elements, Shape shape, Shape coarser, IReadOnlyList<long> factors, Func<T[], T> value)
        where T : unmanaged
    {
        var fine = MemoryMarshal.Cast<byte, T>(elements).ToArray();
        var result = new T[coarser.ElementCount];
        for (var number = 0; number < result.Length; number++)
        {
            var at = Position(number, coarser);
            var box = Region.Whole(Shape.Create([.. at.Select((position, d) => Math.Min(factors[d], shape[d] - (position * factors[d])))]));
            var values = new T[box.Shape.ElementCount];
            for (var inside = 0; inside < values.Length; inside++)
            {
                var offset = Position(inside, box.Shape);
                values[inside] = fine[Number([.. at.Select((position, d) => (position * factors[d]) + offset[d])], shape)];
            }

            result[number] = value(values);
        }

        return MemoryMarshal.AsBytes(result.AsSpan()).ToArray();
    }

    private static T Integer<T>(T[] box, Downsampling method)
        where T : struct, IBinaryInteger<T>
    {
        var values = box.Select(element => BigInteger.CreateChecked(element)).ToList();
        return T.CreateChecked(method switch
        {
            Downsampling.Mean => Mean(values),
            Downsampling.Stride => values[0],
            Downsampling.Mode => values.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key,
            Downsampling.Min => values.Min(),
            Downsampling.Max => values.Max(),
            _ => Mean([.. Middle(values)]),
        });
    }

    private static double Float(double[] box, Downsampling method) => method switch
    {
        Downsampling.Stride => box[0],
        Downsampling.Mode => box.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => double.IsNaN(group.Key)).ThenBy(group => group.Key).First().Key,
        _ when box.Any(double.IsNaN) => double.NaN,
        Downsampling.Mean => Mean(box),
        Downsampling.Min => box.Min(),
        Downsampling.Max => box.Max(),
        _ => Mean([.. Middle(box)]),
    };

    private static double Mean(double[] values)
    {
        var sum = values[0];
        foreach (var value in values.Skip(1))
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static BigInteger Mean(List<BigInteger> values)
    {
        var (sum, count) = (values.Aggregate(BigInteger.Add), values.Count);
        var floor = BigInteger.Divide(sum - BigInteger.Remainder(BigInteger.Remainder(sum, count) + count, count), count);
        var twice = 2 * (sum - (floor * count));
        return twice > count || (twice == count && !floor.IsEven) ? floor + 1 : floor;
    }

    private static IEnumerable<T> Middle<T>(IReadOnlyCollection<T> values) => values.Order().Skip((values.Count - 1) / 2).Take(values.Count % 2 == 0 ? 2 : 1);

    private static long[] Position(long number, Shape shape)
    {
        var position = new long[shape.Rank];
        for (var d = position.Length - 1; d >= 0; d--)
        {
            (number, position[d]) = Math.DivRem(number, shape[d]);
        }

        return position;
    }

    private static long Number(long[] position, Shape shape) => position.Select((at, d) => (at, d)).Aggregate(0L, (number, next) => (number * shape[next.d]) + next.at);
}
