using System.Numerics;
using System.Runtime.InteropServices;
using Zarr.Codecs.Elements;

namespace Zarr.Codecs.Casting;

/// <summary>Converts elements up to the first one that takes more than a few instructions.</summary>
/// <returns>Number of converted elements.</returns>
internal delegate int ExactCast(ReadOnlySpan<byte> source, Span<byte> destination);

/// <summary>
/// The fast half of <see cref="ValueCast"/>: values that the other data type has, and roundings that the processor does. All else is left to <see cref="ScalarCast"/>.
/// </summary>
internal static class ExactCasts
{
    /// <summary>The conversion between two data types of numbers.</summary>
    internal static ExactCast Between(DataType from, DataType to, MidpointRounding rounding) =>
        from.Make<FromVisitor, ExactCast>(new FromVisitor(to, rounding));

    private static int IntegerToInteger<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(source);
        var to = MemoryMarshal.Cast<byte, TTo>(destination)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            var value = TTo.CreateTruncating(from[i]);
            if (TFrom.CreateTruncating(value) != from[i] || TTo.IsNegative(value) != TFrom.IsNegative(from[i]))
            {
                return i;
            }

            to[i] = value;
        }

        return from.Length;
    }

    private static int IntegerToFloat<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        // Up to this magnitude every integer is a floating point number.
        var max = Math.ScaleB(1, FloatFormat.Of(DataType.Of<TTo>().Size).Digits);
        var (low, high) = (TFrom.CreateSaturating(-max), TFrom.CreateSaturating(max));
        var from = MemoryMarshal.Cast<byte, TFrom>(source);
        var to = MemoryMarshal.Cast<byte, TTo>(destination)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            if (from[i] < low || from[i] > high)
            {
                return i;
            }

            to[i] = TTo.CreateTruncating(from[i]);
        }

        return from.Length;
    }

    private static int FloatToInteger<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> destination, MidpointRounding rounding)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>, IMinMaxValue<TTo>
    {
        // The largest value may not be a float64, but the number after it is.
        var (low, end) = (double.CreateTruncating(TTo.MinValue), 2 * double.CreateTruncating((TTo.MaxValue >> 1) + TTo.One));
        var from = MemoryMarshal.Cast<byte, TFrom>(source);
        var to = MemoryMarshal.Cast<byte, TTo>(destination)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            var rounded = Math.Round(double.CreateTruncating(from[i]), rounding);
            if (!(rounded >= low && rounded < end))
            {
                return i;
            }

            to[i] = TTo.CreateTruncating(rounded);
        }

        return from.Length;
    }

    private static int FloatToFloat<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> destination, MidpointRounding rounding)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(source);
        var to = MemoryMarshal.Cast<byte, TTo>(destination)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            var value = TTo.CreateTruncating(from[i]); // to the nearest, to even
            var isRight = rounding == MidpointRounding.ToEven
                ? !TTo.IsInfinity(value) || TFrom.IsInfinity(from[i])
                : TFrom.CreateTruncating(value).Equals(from[i]);
            if (!isRight)
            {
                return i;
            }

            to[i] = value;
        }

        return from.Length;
    }

    private readonly struct FromVisitor(DataType to, MidpointRounding rounding) : INumberVisitor<ExactCast>
    {
        public ExactCast Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => to.Make<IntegerVisitor<T>, ExactCast>(default);

        public ExactCast Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => to.Make<FloatVisitor<T>, ExactCast>(new FloatVisitor<T>(rounding));
    }

    private readonly struct IntegerVisitor<TFrom> : INumberVisitor<ExactCast>
        where TFrom : unmanaged, IBinaryInteger<TFrom>
    {
        public ExactCast Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => IntegerToInteger<TFrom, T>;

        public ExactCast Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => IntegerToFloat<TFrom, T>;
    }

    private readonly struct FloatVisitor<TFrom>(MidpointRounding rounding) : INumberVisitor<ExactCast>
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
    {
        private readonly MidpointRounding rounding = rounding;

        public ExactCast Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        {
            var mode = rounding;
            return (source, destination) => FloatToInteger<TFrom, T>(source, destination, mode);
        }

        public ExactCast Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var mode = rounding;
            return (source, destination) => FloatToFloat<TFrom, T>(source, destination, mode);
        }
    }
}
