using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>
/// The inverse cosine transform in integers by Loeffler, Ligtenberg and Moschytz, with the precision and the roundings that libjpeg chose (its accurate integer method), because
/// those are what nearly all other programs show.
/// </summary>
/// <remarks>All columns are transformed at once, then all rows, as vectors of eight numbers. Where the processor has none, the runtime computes them number by number.</remarks>
internal static class InverseDct
{
    private const int ConstBits = 13;
    private const int Fix0298 = 2446;
    private const int Fix0390 = 3196;
    private const int Fix0541 = 4433;
    private const int Fix0765 = 6270;
    private const int Fix0899 = 7373;
    private const int Fix1175 = 9633;
    private const int Fix1501 = 12299;
    private const int Fix1847 = 15137;
    private const int Fix1961 = 16069;
    private const int Fix2053 = 16819;
    private const int Fix2562 = 20995;
    private const int Fix3072 = 25172;

    /// <summary>Transforms a block of coefficients, which are multiplied with the quantization table, to samples that are centred at 0 and not yet limited.</summary>
    /// <param name="coefficients">64 values, row by row.</param>
    /// <param name="quantization">64 values, row by row.</param>
    /// <param name="extraBits">Bits that the first pass keeps: 2 for samples of 8 bits, 1 for 12 bits.</param>
    /// <param name="samples">64 values, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantization, int extraBits, Span<int> samples)
    {
        ref var c = ref MemoryMarshal.GetReference(coefficients[..64]);
        ref var q = ref MemoryMarshal.GetReference(quantization[..64]);
        ref var s = ref MemoryMarshal.GetReference(samples[..64]);
        var (v0, v1, v2, v3) = (Row(ref c, ref q, 0), Row(ref c, ref q, 8), Row(ref c, ref q, 16), Row(ref c, ref q, 24));
        var (v4, v5, v6, v7) = (Row(ref c, ref q, 32), Row(ref c, ref q, 40), Row(ref c, ref q, 48), Row(ref c, ref q, 56));
        Transform(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ConstBits - extraBits);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        Transform(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ConstBits + extraBits + 3);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        v0.StoreUnsafe(ref s);
        v1.StoreUnsafe(ref s, 8);
        v2.StoreUnsafe(ref s, 16);
        v3.StoreUnsafe(ref s, 24);
        v4.StoreUnsafe(ref s, 32);
        v5.StoreUnsafe(ref s, 40);
        v6.StoreUnsafe(ref s, 48);
        v7.StoreUnsafe(ref s, 56);
    }

    /// <summary>The sample that all 64 are if only the first coefficient is not 0.</summary>
    public static int Constant(int coefficient, int quantization, int extraBits) =>
        ((coefficient * quantization << extraBits) + (1 << (extraBits + 2))) >> (extraBits + 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Row(ref short coefficients, ref ushort quantization, nuint at)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref coefficients, at));
        var (lowFactors, highFactors) = Vector128.Widen(Vector128.LoadUnsafe(ref quantization, at));
        return Vector256.Create(low * lowFactors.AsInt32(), high * highFactors.AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(
        ref Vector256<int> v0, ref Vector256<int> v1, ref Vector256<int> v2, ref Vector256<int> v3, ref Vector256<int> v4, ref Vector256<int> v5, ref Vector256<int> v6, ref Vector256<int> v7, int shift)
    {
        // Even part.
        var z1 = (v2 + v6) * Fix0541;
        var t2 = z1 - (v6 * Fix1847);
        var t3 = z1 + (v2 * Fix0765);
        var half = Vector256.Create(1 << (shift - 1));
        var t0 = ((v0 + v4) << ConstBits) + half;
        var t1 = ((v0 - v4) << ConstBits) + half;

        // Odd part.
        var z5 = (v7 + v3 + v5 + v1) * Fix1175;
        var a = (v7 + v1) * -Fix0899;
        var b = (v5 + v3) * -Fix2562;
        var c = z5 - ((v7 + v3) * Fix1961);
        var d = z5 - ((v5 + v1) * Fix0390);
        var o0 = (v7 * Fix0298) + a + c;
        var o1 = (v5 * Fix2053) + b + d;
        var o2 = (v3 * Fix3072) + b + c;
        var o3 = (v1 * Fix1501) + a + d;

        (v0, v7) = ((t0 + t3 + o3) >> shift, (t0 + t3 - o3) >> shift);
        (v1, v6) = ((t1 + t2 + o2) >> shift, (t1 + t2 - o2) >> shift);
        (v2, v5) = ((t1 - t2 + o1) >> shift, (t1 - t2 - o1) >> shift);
        (v3, v4) = ((t0 - t3 + o0) >> shift, (t0 - t3 - o0) >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> v0, ref Vector256<int> v1, ref Vector256<int> v2, ref Vector256<int> v3, ref Vector256<int> v4, ref Vector256<int> v5, ref Vector256<int> v6, ref Vector256<int> v7)
    {
        Interleave(ref v0, ref v4);
        Interleave(ref v1, ref v5);
        Interleave(ref v2, ref v6);
        Interleave(ref v3, ref v7);
        Interleave(ref v0, ref v2);
        Interleave(ref v4, ref v6);
        Interleave(ref v1, ref v3);
        Interleave(ref v5, ref v7);
        Interleave(ref v0, ref v1);
        Interleave(ref v4, ref v5);
        Interleave(ref v2, ref v3);
        Interleave(ref v6, ref v7);
    }

    /// <summary>Numbers of both vectors in turns: the first four pairs, then the last four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(ref Vector256<int> a, ref Vector256<int> b)
    {
        if (Avx2.IsSupported)
        {
            var (low, high) = (Avx2.UnpackLow(a, b), Avx2.UnpackHigh(a, b));
            (a, b) = (Avx2.Permute2x128(low, high, 0x20), Avx2.Permute2x128(low, high, 0x31));
            return;
        }

        var x = a;
        var y = b;
        a = Vector256.Create(x[0], y[0], x[1], y[1], x[2], y[2], x[3], y[3]);
        b = Vector256.Create(x[4], y[4], x[5], y[5], x[6], y[6], x[7], y[7]);
    }
}
