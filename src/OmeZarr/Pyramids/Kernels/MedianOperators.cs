using System.Numerics;
using System.Runtime.CompilerServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Computes the median from the two elements in the middle.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal interface IMiddle<T>
{
    /// <summary>The mean of two elements, as <see cref="BoxValues"/> computes it for integers and for floating point.</summary>
    static abstract Vector<T> Mean(Vector<T> low, Vector<T> high);
}

/// <summary>The median of boxes of 2, 4 or 8 elements; NaN if one is NaN.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
/// <typeparam name="TMiddle">How it is computed from the two elements in the middle.</typeparam>
internal readonly struct Median<T, TMiddle> : IBoxOperator<Median<T, TMiddle>, T>
    where T : unmanaged, INumber<T>
    where TMiddle : IMiddle<T>
{
    public static bool Supports(int rows) => rows is 1 or 2 or 4;

    public static Median<T, TMiddle> For(int rows) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Of(ref T first, ReadOnlySpan<int> starts)
    {
        var (a, b) = PairVectors.LoadPairs(ref first, starts[0]);
        if (starts.Length == 1)
        {
            return Number(TMiddle.Mean(a, b), NaN(a, b));
        }

        var (c, d) = PairVectors.LoadPairs(ref first, starts[1]);
        var isNaN = NaN(a, b) | NaN(c, d);
        if (starts.Length == 2)
        {
            var (low, high) = SortedVectors.Middle(a, b, c, d);
            return Number(TMiddle.Mean(low, high), isNaN);
        }

        var (e, f) = PairVectors.LoadPairs(ref first, starts[2]);
        var (g, h) = PairVectors.LoadPairs(ref first, starts[3]);
        var (left, right) = SortedVectors.Middle(SortedVectors.Sort(a, b, c, d), SortedVectors.Sort(e, f, g, h));
        return Number(TMiddle.Mean(left, right), isNaN | NaN(e, f) | NaN(g, h));
    }

    /// <summary>Where one of two elements is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> NaN(Vector<T> left, Vector<T> right) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? ~(Vector.Equals(left, left) & Vector.Equals(right, right))
        : Vector<T>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Number(Vector<T> values, Vector<T> isNaN) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? PairVectors.Plain(values | isNaN) // all bits set are a NaN, too
        : values;
}

/// <summary>The exact mean of two integers, halves to even.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal readonly struct IntegerMiddle<T> : IMiddle<T>
    where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Mean(Vector<T> low, Vector<T> high)
    {
        // A sum needs one bit more. The common bits and half of the others are the mean, rounded down. It keeps the sign: >> does in signed types.
        var others = low ^ high;
        var mean = (low & high) + (others >> 1);
        return mean + (mean & others & Vector<T>.One);
    }
}

/// <summary>The mean of two numbers in double precision. Zero has no sign, because the order of -0 and 0 is not defined.</summary>
internal readonly struct FloatMiddle : IMiddle<float>, IMiddle<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Mean(Vector<float> low, Vector<float> high) =>
        Vector.Narrow((Vector.WidenLower(low) + Vector.WidenLower(high)) / Vector.Create(2.0), (Vector.WidenUpper(low) + Vector.WidenUpper(high)) / Vector.Create(2.0)) + Vector<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Mean(Vector<double> low, Vector<double> high) => ((low + high) / Vector.Create(2.0)) + Vector<double>.Zero;
}
