using System.Numerics;
using System.Runtime.CompilerServices;
using Zarr;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>The plain definition of each method of <see cref="Downsampling"/>. Elements of a box come with the last axis fastest; there is at least one.</summary>
internal static class BoxValues
{
    /// <summary>The size of boxes, 2 x 2 x 2 among them, in which counting is faster than sorting.</summary>
    private const int FewElements = 16;

    internal static T First<T>(Span<T> box) => box[0];

    internal static T Min<T>(Span<T> box)
        where T : INumber<T>
    {
        var least = box[0];
        foreach (var element in box[1..])
        {
            least = T.Min(least, element);
        }

        return Plain(least);
    }

    internal static T Max<T>(Span<T> box)
        where T : INumber<T>
    {
        var greatest = box[0];
        foreach (var element in box[1..])
        {
            greatest = T.Max(greatest, element);
        }

        return Plain(greatest);
    }

    /// <summary>The most frequent value, the smaller of several; a number rather than NaN.</summary>
    internal static T Mode<T>(Span<T> box)
        where T : INumber<T>
    {
        if (box.IndexOfAnyExcept(box[0]) < 0)
        {
            return Plain(box[0]);
        }

        return Plain(box.Length <= FewElements ? ModeOfFew(box) : ModeOfMany(box));
    }

    private static T ModeOfFew<T>(ReadOnlySpan<T> box)
        where T : INumber<T>
    {
        var (mode, most) = (box[0], 0);
        foreach (var element in box)
        {
            var times = 0;
            foreach (var other in box)
            {
                times += other.Equals(element) ? 1 : 0;
            }

            if (times > most || (times == most && (element < mode || T.IsNaN(mode))))
            {
                (mode, most) = (element, times);
            }
        }

        return mode;
    }

    private static T ModeOfMany<T>(Span<T> box)
        where T : INumber<T>
    {
        box.Sort();
        var (mode, most, start) = (box[0], 0, 0);
        for (var i = 1; i <= box.Length; i++)
        {
            if (i < box.Length && box[i].Equals(box[start]))
            {
                continue;
            }

            // NaN comes first in the order of the framework.
            if (i - start > most || (i - start == most && T.IsNaN(mode)))
            {
                (mode, most) = (box[start], i - start);
            }

            start = i;
        }

        return mode;
    }

    /// <summary>The exact mean, halves to even. 128 bits hold the sum of as many 64-bit integers as memory has.</summary>
    internal static T IntegerMean<T>(Span<T> box)
        where T : IBinaryInteger<T>
    {
        if (Unsafe.SizeOf<T>() < sizeof(long))
        {
            return SmallMean(box);
        }

        var sum = Int128.Zero;
        foreach (var element in box)
        {
            sum += Int128.CreateTruncating(element);
        }

        return T.CreateTruncating(Quotient(sum, (Int128)box.Length));
    }

    // The same in 64 bits, which is several times as fast.
    private static T SmallMean<T>(Span<T> box)
        where T : IBinaryInteger<T>
    {
        var sum = 0L;
        foreach (var element in box)
        {
            sum += long.CreateTruncating(element);
        }

        return T.CreateTruncating(Quotient(sum, box.Length));
    }

    internal static T IntegerMedian<T>(Span<T> box)
        where T : IBinaryInteger<T>
    {
        box.Sort();
        return IntegerMean(Middle(box));
    }

    /// <summary>The mean in double precision; the order of the additions decides the last bit.</summary>
    internal static T FloatMean<T>(Span<T> box)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = double.CreateTruncating(box[0]);
        foreach (var element in box[1..])
        {
            sum += double.CreateTruncating(element);
        }

        return Plain(T.CreateTruncating(sum / box.Length));
    }

    /// <summary>The element in the middle, or the mean of both. Zero has no sign, because the order of -0 and 0 is not defined.</summary>
    internal static T FloatMedian<T>(Span<T> box)
        where T : IBinaryFloatingPointIeee754<T>
    {
        box.Sort();
        return T.IsNaN(box[0]) ? Plain(box[0]) : FloatMean(Middle(box)) + T.Zero;
    }

    internal static Complex64 Mean(Span<Complex64> box)
    {
        var (real, imaginary) = ((double)box[0].Real, (double)box[0].Imaginary);
        foreach (var element in box[1..])
        {
            (real, imaginary) = (real + element.Real, imaginary + element.Imaginary);
        }

        return new Complex64(Plain((float)(real / box.Length)), Plain((float)(imaginary / box.Length)));
    }

    internal static Complex Mean(Span<Complex> box)
    {
        var (real, imaginary) = (box[0].Real, box[0].Imaginary);
        foreach (var element in box[1..])
        {
            (real, imaginary) = (real + element.Real, imaginary + element.Imaginary);
        }

        return new Complex(Plain(real / box.Length), Plain(imaginary / box.Length));
    }

    /// <summary>The quotient rounded to the nearest integer, halves to even.</summary>
    private static T Quotient<T>(T sum, T count)
        where T : IBinaryInteger<T>
    {
        var (quotient, rest) = T.DivRem(sum, count);
        if (T.IsNegative(rest))
        {
            (quotient, rest) = (quotient - T.One, rest + count);
        }

        return rest > count - rest || (rest == count - rest && T.IsOddInteger(quotient)) ? quotient + T.One : quotient;
    }

    private static Span<T> Middle<T>(Span<T> sorted) => sorted.Length % 2 == 1 ? sorted.Slice(sorted.Length / 2, 1) : sorted.Slice((sorted.Length / 2) - 1, 2);

    /// <summary>Each NaN becomes the same NaN, because processors differ in the bits that they keep.</summary>
    private static T Plain<T>(T value)
        where T : INumber<T> => T.IsNaN(value) ? T.CreateTruncating(double.NaN) : value;
}
