using System.Numerics;
using System.Runtime.CompilerServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Chooses one of two elements.</summary>
internal interface IChoice
{
    static abstract Vector<T> Of<T>(Vector<T> left, Vector<T> right);
}

/// <summary>The smaller element; NaN if one is NaN.</summary>
internal readonly struct Least : IChoice
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.Min(left, right);
}

/// <summary>The greater element; NaN if one is NaN.</summary>
internal readonly struct Greatest : IChoice
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of<T>(Vector<T> left, Vector<T> right) => Vector.Max(left, right);
}

/// <summary>The extreme element of a box.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
/// <typeparam name="TChoice">Which extreme.</typeparam>
internal readonly struct Extreme<T, TChoice> : IBoxOperator<Extreme<T, TChoice>, T>
    where T : unmanaged, INumber<T>
    where TChoice : IChoice
{
    public static bool Supports(int rows) => true;

    public static Extreme<T, TChoice> For(int rows) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Of(ref T first, ReadOnlySpan<int> starts)
    {
        var (low, high) = PairVectors.Load(ref first, starts[0]);
        for (var i = 1; i < starts.Length; i++)
        {
            var (nextLow, nextHigh) = PairVectors.Load(ref first, starts[i]);
            (low, high) = (TChoice.Of(low, nextLow), TChoice.Of(high, nextHigh));
        }

        return PairVectors.Plain(TChoice.Of(PairVectors.Even(low, high), PairVectors.Odd(low, high)));
    }
}

/// <summary>The first element of a box.</summary>
/// <typeparam name="T">A type with the size of the elements.</typeparam>
internal readonly struct First<T> : IBoxOperator<First<T>, T>
    where T : unmanaged
{
    public static bool Supports(int rows) => true;

    public static First<T> For(int rows) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Of(ref T first, ReadOnlySpan<int> starts)
    {
        var (low, high) = PairVectors.Load(ref first, starts[0]);
        return PairVectors.Even(low, high);
    }
}

/// <summary>The most frequent integer of a box of 2, 4 or 8, the smaller of several. Boxes whose elements are all equal, as most boxes of label images are, take a shorter way.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal readonly struct Mode<T> : IBoxOperator<Mode<T>, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static bool Supports(int rows) => rows is 1 or 2 or 4;

    public static Mode<T> For(int rows) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Of(ref T first, ReadOnlySpan<int> starts)
    {
        var (low, high) = PairVectors.Load(ref first, starts[0]);
        var even = PairVectors.Even(low, high);
        var odd = PairVectors.Odd(low, high);
        if (starts.Length == 1)
        {
            return Vector.Min(even, odd);
        }

        var difference = even ^ odd;
        for (var i = 1; i < starts.Length; i++)
        {
            var (nextLow, nextHigh) = PairVectors.Load(ref first, starts[i]);
            difference |= (low ^ nextLow) | (high ^ nextHigh);
        }

        return difference == Vector<T>.Zero ? even : starts.Length == 2 ? OfFour(even, odd, ref first, starts[1]) : OfEight(even, odd, ref first, starts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> OfFour(Vector<T> even, Vector<T> odd, ref T first, int start)
    {
        var (nextEven, nextOdd) = PairVectors.LoadPairs(ref first, start);
        var (a, b, c, d) = SortedVectors.Sort(even, odd, nextEven, nextOdd);

        // The first of two equal neighbours is the mode, because there is no room for a longer run after a pair.
        var mode = Vector.ConditionalSelect(Vector.Equals(c, d), c, a);
        mode = Vector.ConditionalSelect(Vector.Equals(b, c), b, mode);
        return Vector.ConditionalSelect(Vector.Equals(a, b), a, mode);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> OfEight(Vector<T> even, Vector<T> odd, ref T first, ReadOnlySpan<int> starts)
    {
        var (c, d) = PairVectors.LoadPairs(ref first, starts[1]);
        var (e, f) = PairVectors.LoadPairs(ref first, starts[2]);
        var (g, h) = PairVectors.LoadPairs(ref first, starts[3]);
        (var a, var b, c, d) = SortedVectors.Sort(even, odd, c, d);
        (e, f, g, h) = SortedVectors.Sort(e, f, g, h);
        var (lower, upper) = SortedVectors.Merge((a, b, c, d), (e, f, g, h));
        var runs = new Runs(lower.A);
        runs.Add(lower.B);
        runs.Add(lower.C);
        runs.Add(lower.D);
        runs.Add(upper.A);
        runs.Add(upper.B);
        runs.Add(upper.C);
        runs.Add(upper.D);
        return runs.Mode;
    }

    /// <summary>Finds the longest run of sorted elements, the first of several.</summary>
    private struct Runs(Vector<T> first)
    {
        private Vector<T> before = first;
        private Vector<T> length = Vector<T>.One;
        private Vector<T> longest = Vector<T>.One;

        internal Vector<T> Mode { get; private set; } = first;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(Vector<T> next)
        {
            length = (length & Vector.Equals(next, before)) + Vector<T>.One;
            Mode = Vector.ConditionalSelect(Vector.GreaterThan(length, longest), next, Mode);
            (longest, before) = (Vector.Max(longest, length), next);
        }
    }
}
