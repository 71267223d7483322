using System.Numerics;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Tests.Pyramids.Kernels;

/// <summary>The levels of a pyramid, computed as literally as possible: every element is a <see cref="BigInteger"/>, or one or two doubles.</summary>
internal static class NaiveBoxes
{
    /// <summary>The elements of the coarser level, contiguous.</summary>
    internal static byte[] Reduce(Downsampling method, DataType type, long[] factors, long[] shape, byte[] source)
    {
        var lengths = shape.Zip(factors, (length, factor) => (long)Math.Ceiling((double)length / factor)).ToArray();
        return [.. Indices(lengths).SelectMany(index =>
        {
            var box = Indices([.. index.Select((i, axis) => Math.Min(factors[axis], shape[axis] - (i * factors[axis])))])
                .Select(inner => Offset([.. inner.Select((i, axis) => (index[axis] * factors[axis]) + i)], shape))
                .Select(offset => (ReadOnlyMemory<byte>)source.AsMemory((int)offset * type.Size, type.Size)).ToArray();
            return method == Downsampling.Stride ? box[0].ToArray() : Value(method, type, box);
        })];
    }

    internal static IEnumerable<long[]> Indices(long[] lengths)
    {
        var count = lengths.Aggregate(1L, (product, length) => product * length);
        for (var i = 0L; i < count; i++)
        {
            var index = new long[lengths.Length];
            for (var (d, rest) = (lengths.Length - 1, i); d >= 0; d--)
            {
                (rest, index[d]) = Math.DivRem(rest, lengths[d]);
            }

            yield return index;
        }
    }

    internal static long Offset(long[] index, long[] shape) => index.Zip(shape).Aggregate(0L, (offset, axis) => (offset * axis.Second) + axis.First);

    private static byte[] Value(Downsampling method, DataType type, ReadOnlyMemory<byte>[] box) => type.Name switch
    {
        "bool" or "uint8" => Integer<byte>(method, box),
        "int8" => Integer<sbyte>(method, box),
        "int16" => Integer<short>(method, box),
        "uint16" => Integer<ushort>(method, box),
        "int32" => Integer<int>(method, box),
        "uint32" => Integer<uint>(method, box),
        "int64" => Integer<long>(method, box),
        "uint64" => Integer<ulong>(method, box),
        "float16" => Float<Half>(method, box),
        "float32" => Float<float>(method, box),
        "float64" => Float<double>(method, box),
        "complex64" => [.. Float<float>(method, [.. box.Select(element => element[..4])]), .. Float<float>(method, [.. box.Select(element => element[4..])])],
        _ => [.. Float<double>(method, [.. box.Select(element => element[..8])]), .. Float<double>(method, [.. box.Select(element => element[8..])])],
    };

    private static byte[] Integer<T>(Downsampling method, ReadOnlyMemory<byte>[] box)
        where T : unmanaged, IBinaryInteger<T>
    {
        var sorted = box.Select(element => BigInteger.CreateChecked(MemoryMarshal.Read<T>(element.Span))).Order().ToArray();
        var value = method switch
        {
            Downsampling.Mean => Mean(sorted),
            Downsampling.Median => Mean(Middle(sorted)),
            Downsampling.Min => sorted[0],
            Downsampling.Max => sorted[^1],
            _ => sorted.GroupBy(element => element).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key,
        };
        return Bytes(T.CreateChecked(value));
    }

    private static byte[] Float<T>(Downsampling method, ReadOnlyMemory<byte>[] box)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = box.Select(element => double.CreateChecked(MemoryMarshal.Read<T>(element.Span))).ToArray();
        double[] sorted = [.. values.Order()];
        var value = method switch
        {
            Downsampling.Mode => values.GroupBy(element => element).OrderByDescending(group => group.Count()).ThenBy(group => double.IsNaN(group.Key)).ThenBy(group => group.Key).First().Key,
            _ when values.Any(double.IsNaN) => double.NaN,
            Downsampling.Mean => values.Skip(1).Aggregate(values[0], (sum, element) => sum + element) / values.Length,
            Downsampling.Median => Middle(sorted).Average(),
            Downsampling.Min => sorted[0],
            _ => sorted[^1],
        };
        return Bytes(T.CreateChecked(value));
    }

    private static T[] Middle<T>(T[] sorted) => sorted[((sorted.Length - 1) / 2)..((sorted.Length / 2) + 1)];

    private static BigInteger Mean(BigInteger[] values)
    {
        var (sum, count) = (values.Aggregate((left, right) => left + right), new BigInteger(values.Length));
        var floor = (sum - (((sum % count) + count) % count)) / count;
        var rest = sum - (floor * count);
        return (2 * rest).CompareTo(count) switch
        {
            < 0 => floor,
            > 0 => floor + 1,
            _ => floor.IsEven ? floor : floor + 1,
        };
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new[] { value }.AsSpan()).ToArray();
}
