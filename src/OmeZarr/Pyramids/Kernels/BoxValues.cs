using System.Numerics;
using Zarr;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>The plain definition of each method of <see cref="Downsampling"/>. Elements of a box come with the last axis fastest; there is at least one.</summary>
internal static class BoxValues
{
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

        return Plain(mode);
    }

    /// <summary>The exact mean, halves to even. 128 bits hold the sum of as many 64-bit integers as memory has.</summary>
    internal static T IntegerMean<T>(Span<T> box)
        where T : IBinaryInteger<T>
    {
        var sum = Int128.Zero;
        foreach (var element in box)
        {
            sum += Int128.CreateTruncating(element);
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

    internal static T FloatMedian<T>(Span<T> box)
        where T : IBinaryFloatingPointIeee754<T>
    {
        box.Sort();
        return T.IsNaN(box[0]) ? Plain(box[0]) : FloatMean(Middle(box));
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
    private static Int128 Quotient(Int128 sum, int count)
    {
        var (quotient, rest) = Int128.DivRem(sum, count);
        if (rest < 0)
        {
            (quotient, rest) = (quotient - 1, rest + count);
        }

        return 2 * rest > count || (2 * rest == count && Int128.IsOddInteger(quotient)) ? quotient + 1 : quotient;
    }

    private static Span<T> Middle<T>(Span<T> sorted) => sorted.Length % 2 == 1 ? sorted.Slice(sorted.Length / 2, 1) : sorted.Slice((sorted.Length / 2) - 1, 2);

    /// <summary>Each NaN becomes the same NaN, because processors differ in the bits that they keep.</summary>
    private static T Plain<T>(T value)
        where T : INumber<T> => T.IsNaN(value) ? T.CreateTruncating(double.NaN) : value;
}
