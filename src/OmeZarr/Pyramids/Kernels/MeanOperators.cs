using System.Numerics;
using System.Runtime.CompilerServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>The exact mean of 2, 4, 8, … integers, halves to even.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
/// <typeparam name="TWide">The unsigned type of twice the size, in which sums are exact.</typeparam>
internal readonly struct IntegerMean<T, TWide> : IBoxOperator<IntegerMean<T, TWide>, T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    where TWide : unmanaged, IBinaryInteger<TWide>, IMinMaxValue<TWide>
{
    // The sum of 64 pairs of bytes fits into 16 bits.
    private const int MostRows = 64;

    private readonly int shift;
    private readonly Vector<TWide> almostHalf;

    private IntegerMean(int shift) => (this.shift, almostHalf) = (shift, Vector.Create(TWide.CreateTruncating((1 << (shift - 1)) - 1)));

    /// <summary>Signed integers are raised by an even number until they are none, which changes neither ties nor what is even; MinValue of the others is 0.</summary>
    private static Vector<T> Raise => Vector.Create(T.MinValue);

    public static bool Supports(int rows) => BitOperations.IsPow2(rows) && rows <= MostRows;

    public static IntegerMean<T, TWide> For(int rows) => new(BitOperations.Log2((uint)rows) + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Of(ref T first, ReadOnlySpan<int> starts)
    {
        var (low, high) = Sums(ref first, starts[0]);
        for (var i = 1; i < starts.Length; i++)
        {
            var (nextLow, nextHigh) = Sums(ref first, starts[i]);
            (low, high) = (low + nextLow, high + nextHigh);
        }

        return Raised(PairVectors.Even(Quotient(low).As<TWide, T>(), Quotient(high).As<TWide, T>()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<TWide> Low, Vector<TWide> High) Sums(ref T first, int start)
    {
        var (low, high) = PairVectors.Load(ref first, start);
        return (SumsOfPairs(Raised(low)), SumsOfPairs(Raised(high)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<TWide> SumsOfPairs(Vector<T> pairs)
    {
        var (wide, bits) = (pairs.As<T, TWide>(), 8 * Unsafe.SizeOf<T>());
        return (wide >>> bits) + (wide & Vector.Create(TWide.MaxValue >>> bits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Raised(Vector<T> values) => T.MinValue == T.Zero ? values : values ^ Raise;

    /// <summary>The sum divided by a power of two. What is half or more goes up; half itself only if the result is odd otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<TWide> Quotient(Vector<TWide> sum) => (sum + almostHalf + ((sum >>> shift) & Vector<TWide>.One)) >>> shift;
}

/// <summary>The mean in double precision, with the additions in the order of <see cref="BoxValues.FloatMean{T}"/>.</summary>
internal readonly struct FloatMean : IBoxOperator<FloatMean, float>
{
    private readonly Vector<double> divisor;

    private FloatMean(int rows) => divisor = Vector.Create(2.0 * rows);

    public static bool Supports(int rows) => true;

    public static FloatMean For(int rows) => new(rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Of(ref float first, ReadOnlySpan<int> starts)
    {
        var (low, high) = (Vector.Create(-0.0), Vector.Create(-0.0)); // adding to it changes no number, not even -0
        foreach (var start in starts)
        {
            var (even, odd) = PairVectors.LoadPairs(ref first, start);
            low = low + Vector.WidenLower(even) + Vector.WidenLower(odd);
            high = high + Vector.WidenUpper(even) + Vector.WidenUpper(odd);
        }

        return PairVectors.Plain(Vector.Narrow(low / divisor, high / divisor));
    }
}

/// <inheritdoc cref="FloatMean"/>
internal readonly struct DoubleMean : IBoxOperator<DoubleMean, double>
{
    private readonly Vector<double> divisor;

    private DoubleMean(int rows) => divisor = Vector.Create(2.0 * rows);

    public static bool Supports(int rows) => true;

    public static DoubleMean For(int rows) => new(rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> Of(ref double first, ReadOnlySpan<int> starts)
    {
        var sum = Vector.Create(-0.0);
        foreach (var start in starts)
        {
            var (even, odd) = PairVectors.LoadPairs(ref first, start);
            sum = sum + even + odd;
        }

        return PairVectors.Plain(sum / divisor);
    }
}
