using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Computes the first elements of a target row whose boxes are two elements long along the last axis. Returns how many are done; the next ones are left to the plain way.</summary>
/// <param name="source">All elements of the source.</param>
/// <param name="rows">Where the rows begin that the target row covers.</param>
/// <param name="target">The elements with whole boxes.</param>
internal delegate int RowKernel<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target);

/// <summary>The methods of <see cref="Downsampling"/> with SIMD, for factors of 2 along the last axis, with the same results as <see cref="BoxValues"/>.</summary>
internal static class HalvingKernels
{
    // The sum of 64 pairs of bytes fits into 16 bits.
    private const int MostRows = 64;

    /// <summary>Whether the kernels work here: they take the element at the lower address for the lower half of a pair.</summary>
    internal static bool AreUsable => Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int First<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged
    {
        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var (done, count) = (0, Vector128<T>.Count);
        for (; done <= target.Length - count; done += count)
        {
            ref var pairs = ref Unsafe.Add(ref from, rows[0] + (2 * done));
            Even(Vector128.LoadUnsafe(ref pairs), Vector128.LoadUnsafe(ref pairs, (nuint)count)).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Min<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var (done, count) = (0, Vector128<T>.Count);
        for (; done <= target.Length - count; done += count)
        {
            ref var pairs = ref Unsafe.Add(ref from, rows[0] + (2 * done));
            var (a, b) = (Vector128.LoadUnsafe(ref pairs), Vector128.LoadUnsafe(ref pairs, (nuint)count));
            foreach (var row in rows[1..])
            {
                pairs = ref Unsafe.Add(ref from, row + (2 * done));
                (a, b) = (Vector128.Min(a, Vector128.LoadUnsafe(ref pairs)), Vector128.Min(b, Vector128.LoadUnsafe(ref pairs, (nuint)count)));
            }

            Plain(Vector128.Min(Even(a, b), Odd(a, b))).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Max<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var (done, count) = (0, Vector128<T>.Count);
        for (; done <= target.Length - count; done += count)
        {
            ref var pairs = ref Unsafe.Add(ref from, rows[0] + (2 * done));
            var (a, b) = (Vector128.LoadUnsafe(ref pairs), Vector128.LoadUnsafe(ref pairs, (nuint)count));
            foreach (var row in rows[1..])
            {
                pairs = ref Unsafe.Add(ref from, row + (2 * done));
                (a, b) = (Vector128.Max(a, Vector128.LoadUnsafe(ref pairs)), Vector128.Max(b, Vector128.LoadUnsafe(ref pairs, (nuint)count)));
            }

            Plain(Vector128.Max(Even(a, b), Odd(a, b))).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    /// <summary>The mode of boxes whose elements are all equal, as most boxes of label images are. It stops before the first vector that holds another box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Uniform<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged
    {
        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var (done, count) = (0, Vector128<T>.Count);
        for (; done <= target.Length - count; done += count)
        {
            ref var pairs = ref Unsafe.Add(ref from, rows[0] + (2 * done));
            var (a, b) = (Vector128.LoadUnsafe(ref pairs), Vector128.LoadUnsafe(ref pairs, (nuint)count));
            var even = Even(a, b);
            var difference = even ^ Odd(a, b);
            foreach (var row in rows[1..])
            {
                pairs = ref Unsafe.Add(ref from, row + (2 * done));
                difference |= (a ^ Vector128.LoadUnsafe(ref pairs)) | (b ^ Vector128.LoadUnsafe(ref pairs, (nuint)count));
            }

            if (difference != Vector128<T>.Zero)
            {
                return done;
            }

            even.StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    /// <summary>The exact mean of 2, 4, 8, … integers, halves to even.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <typeparam name="TWide">The unsigned type of twice the size, in which sums are exact.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Mean<T, TWide>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TWide : unmanaged, IBinaryInteger<TWide>
    {
        if (!BitOperations.IsPow2(rows.Length) || rows.Length > MostRows)
        {
            return 0;
        }

        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var shift = BitOperations.Log2((uint)rows.Length) + 1;
        var almostHalf = Vector128.Create(TWide.CreateTruncating((1 << (shift - 1)) - 1));

        // Signed integers are raised by an even number until they are none, which changes neither ties nor what is even; MinValue of the others is 0.
        var raise = Vector128.Create(T.MinValue);
        var (done, count) = (0, Vector128<T>.Count);
        for (; done <= target.Length - count; done += count)
        {
            var (a, b) = (Vector128<TWide>.Zero, Vector128<TWide>.Zero);
            foreach (var row in rows)
            {
                ref var pairs = ref Unsafe.Add(ref from, row + (2 * done));
                a += SumOfPairs<T, TWide>(Vector128.LoadUnsafe(ref pairs) ^ raise);
                b += SumOfPairs<T, TWide>(Vector128.LoadUnsafe(ref pairs, (nuint)count) ^ raise);
            }

            (a, b) = (Quotient(a, almostHalf, shift), Quotient(b, almostHalf, shift));
            (Even(a.As<TWide, T>(), b.As<TWide, T>()) ^ raise).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    /// <summary>The mean in double precision, with the additions in the order of <see cref="BoxValues.FloatMean{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Mean(ReadOnlySpan<float> source, ReadOnlySpan<int> rows, Span<float> target)
    {
        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var divisor = Vector128.Create(2.0 * rows.Length);
        var (done, count) = (0, Vector128<float>.Count);
        for (; done <= target.Length - count; done += count)
        {
            var (low, high) = (Vector128.Create(-0.0), Vector128.Create(-0.0)); // adding to it changes no number, not even -0
            foreach (var row in rows)
            {
                ref var pairs = ref Unsafe.Add(ref from, row + (2 * done));
                var (a, b) = (Vector128.LoadUnsafe(ref pairs), Vector128.LoadUnsafe(ref pairs, (nuint)count));
                var (even, odd) = (Even(a, b), Odd(a, b));
                low = low + Vector128.WidenLower(even) + Vector128.WidenLower(odd);
                high = high + Vector128.WidenUpper(even) + Vector128.WidenUpper(odd);
            }

            Plain(Vector128.Narrow(low / divisor, high / divisor)).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    /// <inheritdoc cref="Mean(ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Mean(ReadOnlySpan<double> source, ReadOnlySpan<int> rows, Span<double> target)
    {
        ref var from = ref Start(source, rows, target);
        ref var to = ref MemoryMarshal.GetReference(target);
        var divisor = Vector128.Create(2.0 * rows.Length);
        var (done, count) = (0, Vector128<double>.Count);
        for (; done <= target.Length - count; done += count)
        {
            var sum = Vector128.Create(-0.0);
            foreach (var row in rows)
            {
                ref var pairs = ref Unsafe.Add(ref from, row + (2 * done));
                var (a, b) = (Vector128.LoadUnsafe(ref pairs), Vector128.LoadUnsafe(ref pairs, (nuint)count));
                sum = sum + Even(a, b) + Odd(a, b);
            }

            Plain(sum / divisor).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    /// <summary>The first element of the source. Throws unless every row lies inside it.</summary>
    private static ref T Start<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
    {
        foreach (var row in rows)
        {
            _ = source.Slice(row, 2 * target.Length);
        }

        return ref MemoryMarshal.GetReference(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<TWide> SumOfPairs<T, TWide>(Vector128<T> pairs)
        where TWide : IBinaryInteger<TWide>
    {
        var (wide, bits) = (pairs.As<T, TWide>(), 8 * Unsafe.SizeOf<T>());
        return (wide >>> bits) + ((wide << bits) >>> bits);
    }

    /// <summary>The sum divided by a power of two. What is half or more goes up; half itself only if the result is odd otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<TWide> Quotient<TWide>(Vector128<TWide> sum, Vector128<TWide> almostHalf, int shift) =>
        (sum + almostHalf + ((sum >>> shift) & Vector128<TWide>.One)) >>> shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Even<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged => Unsafe.SizeOf<T>() switch
        {
            1 => Vector128.Narrow(a.As<T, ushort>(), b.As<T, ushort>()).As<byte, T>(),
            2 => Vector128.Narrow(a.As<T, uint>(), b.As<T, uint>()).As<ushort, T>(),
            4 => Vector128.Narrow(a.As<T, ulong>(), b.As<T, ulong>()).As<uint, T>(),
            _ => Vector128.Create(a.GetLower(), b.GetLower()),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Odd<T>(Vector128<T> a, Vector128<T> b)
        where T : unmanaged => Unsafe.SizeOf<T>() switch
        {
            1 => Vector128.Narrow(a.As<T, ushort>() >>> 8, b.As<T, ushort>() >>> 8).As<byte, T>(),
            2 => Vector128.Narrow(a.As<T, uint>() >>> 16, b.As<T, uint>() >>> 16).As<ushort, T>(),
            4 => Vector128.Narrow(a.As<T, ulong>() >>> 32, b.As<T, ulong>() >>> 32).As<uint, T>(),
            _ => Vector128.Create(a.GetUpper(), b.GetUpper()),
        };

    /// <summary>As in <see cref="BoxValues"/>, each NaN becomes the same NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Plain<T>(Vector128<T> values)
        where T : INumber<T> => typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? Vector128.ConditionalSelect(Vector128.IsNaN(values), Vector128.Create(T.CreateTruncating(double.NaN)), values)
            : values;
}
