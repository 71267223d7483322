using System.Runtime.CompilerServices;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>
/// The inverse cosine transform in integers by Loeffler, Ligtenberg and Moschytz, with the precision and the roundings that libjpeg chose (its accurate integer method), because
/// those are what nearly all other programs show.
/// </summary>
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
        Span<int> column = stackalloc int[8];
        for (var c = 0; c < 8; c++)
        {
            for (var r = 0; r < 8; r++)
            {
                column[r] = coefficients[(8 * r) + c] * quantization[(8 * r) + c];
            }

            Transform(column, ConstBits - extraBits);
            for (var r = 0; r < 8; r++)
            {
                samples[(8 * r) + c] = column[r];
            }
        }

        for (var r = 0; r < 8; r++)
        {
            Transform(samples.Slice(8 * r, 8), ConstBits + extraBits + 3);
        }
    }

    /// <summary>The sample that all 64 are if only the first coefficient is not 0.</summary>
    public static int Constant(int coefficient, int quantization, int extraBits) =>
        ((coefficient * quantization << extraBits) + (1 << (extraBits + 2))) >> (extraBits + 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(Span<int> v, int shift)
    {
        // Even part.
        var z1 = (v[2] + v[6]) * Fix0541;
        var t2 = z1 - (v[6] * Fix1847);
        var t3 = z1 + (v[2] * Fix0765);
        var t0 = (v[0] + v[4]) << ConstBits;
        var t1 = (v[0] - v[4]) << ConstBits;
        var (e0, e3, e1, e2) = (t0 + t3, t0 - t3, t1 + t2, t1 - t2);

        // Odd part.
        var z5 = (v[7] + v[3] + v[5] + v[1]) * Fix1175;
        var a = -(v[7] + v[1]) * Fix0899;
        var b = -(v[5] + v[3]) * Fix2562;
        var c = z5 - ((v[7] + v[3]) * Fix1961);
        var d = z5 - ((v[5] + v[1]) * Fix0390);
        var o0 = (v[7] * Fix0298) + a + c;
        var o1 = (v[5] * Fix2053) + b + d;
        var o2 = (v[3] * Fix3072) + b + c;
        var o3 = (v[1] * Fix1501) + a + d;

        var half = 1 << (shift - 1);
        v[0] = (e0 + o3 + half) >> shift;
        v[7] = (e0 - o3 + half) >> shift;
        v[1] = (e1 + o2 + half) >> shift;
        v[6] = (e1 - o2 + half) >> shift;
        v[2] = (e2 + o1 + half) >> shift;
        v[5] = (e2 - o1 + half) >> shift;
        v[3] = (e3 + o0 + half) >> shift;
        v[4] = (e3 - o0 + half) >> shift;
    }
}
