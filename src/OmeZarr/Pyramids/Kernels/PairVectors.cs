using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Separates the elements at even and odd positions of two vectors that follow each other in memory.</summary>
internal static class PairVectors
{
    /// <summary>Loads two vectors of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Low, Vector<T> High) Load<T>(ref T first, int start)
        where T : unmanaged
    {
        ref var pairs = ref Unsafe.Add(ref first, start);
        return (Vector.LoadUnsafe(ref pairs), Vector.LoadUnsafe(ref pairs, (nuint)Vector<T>.Count));
    }

    /// <summary>Loads the first and the second elements of pairs of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Even, Vector<T> Odd) LoadPairs<T>(ref T first, int start)
        where T : unmanaged
    {
        var (low, high) = Load(ref first, start);
        return (Even(low, high), Odd(low, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Even<T>(Vector<T> low, Vector<T> high)
        where T : unmanaged => Unsafe.SizeOf<T>() switch
        {
            1 => Vector.Narrow(low.As<T, ushort>(), high.As<T, ushort>()).As<byte, T>(),
            2 => Vector.Narrow(low.As<T, uint>(), high.As<T, uint>()).As<ushort, T>(),
            4 => Vector.Narrow(low.As<T, ulong>(), high.As<T, ulong>()).As<uint, T>(),
            _ => EvenOfLong(low.As<T, ulong>(), high.As<T, ulong>()).As<ulong, T>(),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Odd<T>(Vector<T> low, Vector<T> high)
        where T : unmanaged => Unsafe.SizeOf<T>() switch
        {
            1 => Vector.Narrow(low.As<T, ushort>() >>> 8, high.As<T, ushort>() >>> 8).As<byte, T>(),
            2 => Vector.Narrow(low.As<T, uint>() >>> 16, high.As<T, uint>() >>> 16).As<ushort, T>(),
            4 => Vector.Narrow(low.As<T, ulong>() >>> 32, high.As<T, ulong>() >>> 32).As<uint, T>(),
            _ => OddOfLong(low.As<T, ulong>(), high.As<T, ulong>()).As<ulong, T>(),
        };

    /// <summary>As in <see cref="BoxValues"/>, each NaN becomes the same NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Plain<T>(Vector<T> values)
        where T : INumber<T> => typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? Vector.ConditionalSelect(Vector.Equals(values, values), values, Vector.Create(T.CreateTruncating(double.NaN)))
            : values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> EvenOfLong(Vector<ulong> low, Vector<ulong> high) => Vector<byte>.Count == Vector128<byte>.Count
        ? Vector128.Create(low.AsVector128().GetLower(), high.AsVector128().GetLower()).AsVector()
        : Vector256.Create(ByHalves(low).GetLower(), ByHalves(high).GetLower()).AsVector();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> OddOfLong(Vector<ulong> low, Vector<ulong> high) => Vector<byte>.Count == Vector128<byte>.Count
        ? Vector128.Create(low.AsVector128().GetUpper(), high.AsVector128().GetUpper()).AsVector()
        : Vector256.Create(ByHalves(low).GetUpper(), ByHalves(high).GetUpper()).AsVector();

    /// <summary>The elements at even positions in the lower half, the others in the upper one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> ByHalves(Vector<ulong> pairs) => Vector256.Shuffle(pairs.AsVector256(), Vector256.Create(0ul, 2, 1, 3));
}
