using System.Numerics;
using System.Runtime.InteropServices;

namespace Zarr.Codecs.Elements;

/// <summary>Converts whole elements from one numeric type to another.</summary>
internal delegate void NumberCast(ReadOnlySpan<byte> source, Span<byte> destination);

/// <summary>
/// Conversions as NumPy's <c>astype</c> makes them: integers keep their low bits, fractions are cut off, floating point numbers are rounded to the nearest. What NumPy
/// leaves to the processor (NaN and numbers beyond 64 bits as integers) is defined here: NaN is 0, others are the nearest integer of 64 bits before their low bits are taken.
/// </summary>
internal static class NumberCasts
{
    /// <summary>The conversion between two data types of numbers.</summary>
    internal static NumberCast Between(DataType from, DataType to) => from.Make<FromVisitor, NumberCast>(new FromVisitor(to));

    /// <summary>Converts one element.</summary>
    internal static byte[] Convert(ReadOnlySpan<byte> element, DataType from, DataType to)
    {
        var result = new byte[to.Size];
        Between(from, to)(element, result);
        return result;
    }

    private static void Copy(ReadOnlySpan<byte> source, Span<byte> destination) => source.CopyTo(destination);

    private static void Truncate<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(source);
        var to = MemoryMarshal.Cast<byte, TTo>(destination)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = TTo.CreateTruncating(from[i]);
        }
    }

    private static void FloatToInteger<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(source);
        var to = MemoryMarshal.Cast<byte, TTo>(destination)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = TFrom.IsNegative(from[i])
                ? TTo.CreateTruncating(long.CreateSaturating(from[i]))
                : TTo.CreateTruncating(ulong.CreateSaturating(from[i]));
        }
    }

    private readonly struct FromVisitor(DataType to) : INumberVisitor<NumberCast>
    {
        public NumberCast Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => to.Make<IntegerVisitor<T>, NumberCast>(default);

        public NumberCast Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => to.Make<FloatVisitor<T>, NumberCast>(default);
    }

    private readonly struct IntegerVisitor<TFrom> : INumberVisitor<NumberCast>
        where TFrom : unmanaged, IBinaryInteger<TFrom>
    {
        public NumberCast Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => typeof(T) == typeof(TFrom) ? Copy : Truncate<TFrom, T>;

        public NumberCast Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => Truncate<TFrom, T>;
    }

    private readonly struct FloatVisitor<TFrom> : INumberVisitor<NumberCast>
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
    {
        public NumberCast Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => FloatToInteger<TFrom, T>;

        public NumberCast Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => typeof(T) == typeof(TFrom) ? Copy : Truncate<TFrom, T>;
    }
}
