using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Estimated sizes in units of 1/256 bit. Integers, so that every machine gets the same result.</summary>
internal static class BitCost
{
    /// <summary>One bit.</summary>
    public const int Bit = 256;

    private const int MantissaBits = 23;
    private const int ExponentOfOne = 127;
    private const int BitShift = 8;
    private const int FractionShift = 15;
    private const int One = 1 << FractionShift;

    // log2(1 + f) is about f + f (1 - f) (Constant + Linear f + Square f²): the best fit, with an error of at most 0.0002 bits.
    private const int Constant = 14355;
    private const int Linear = -7756;
    private const int Square = 2632;

    /// <summary>The binary logarithm, with an error of at most 1.</summary>
    /// <param name="value">From 1 to 2^24, which a <see cref="float"/> holds exactly: its exponent is the whole part.</param>
    public static int Log2(int value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var fraction = (bits >> (MantissaBits - FractionShift)) & (One - 1);
        var slope = Constant + ((fraction * (Linear + ((fraction * Square) >> FractionShift))) >> FractionShift);
        var curved = fraction + ((((fraction * (One - fraction)) >> FractionShift) * slope) >> FractionShift);
        return (((bits >> MantissaBits) - ExponentOfOne) * Bit) + Rounded(curved);
    }

    /// <summary>The cost of each byte in a Huffman code for these counts: its information, but at least one bit; 0 for bytes that do not occur.</summary>
    /// <param name="counts">Number of times each byte occurs.</param>
    /// <param name="total">The sum of them.</param>
    /// <param name="prices">One for each byte, overwritten.</param>
    public static void Prices(ReadOnlySpan<int> counts, int total, Span<int> prices)
    {
        var whole = new Vector<int>(Log2(total));
        var least = new Vector<int>(Bit);
        var most = new Vector<int>(HuffmanLengths.Max * Bit);
        var to = MemoryMarshal.Cast<int, Vector<int>>(prices);
        var from = MemoryMarshal.Cast<int, Vector<int>>(counts);
        for (var i = 0; i < from.Length; i++)
        {
            var price = Vector.Min(most, Vector.Max(least, whole - Log2(from[i])));
            to[i] = Vector.GreaterThan(from[i], Vector<int>.Zero) & price;
        }
    }

    /// <summary>The size of a raw block.</summary>
    public static long OfRaw(int length) => (length + 3L) * 8 * Bit;

    /// <summary>The size of a block of literals with these counts.</summary>
    /// <param name="counts">Number of times each byte occurs.</param>
    /// <param name="total">The sum of them, at most 2^20.</param>
    public static long OfLiterals(ReadOnlySpan<int> counts, int total) => OfLiterals(counts, total, total);

    /// <summary>The size of a block of literals, from the counts of a sample.</summary>
    /// <param name="counts">Number of times each byte was counted; 0 only for bytes that do not occur at all.</param>
    /// <param name="total">The sum of them, at most 2^20.</param>
    /// <param name="length">The number of all literals.</param>
    public static long OfLiterals(ReadOnlySpan<int> counts, int total, int length)
    {
        const long BitsOfBlock = 8 * 18;
        const long BitsOfWeight = 4;

        // A code chosen from a sample fits the sample better than the rest.
        const long BitsOfChance = 1;
        const long BitsOfRepeated = 8 * 4;
        var (sum, different) = Information(counts, total);
        sum = (sum * length / total) + (different * BitsOfChance * ((length / total) - 1) * Bit);
        return different == 1 ? BitsOfRepeated * Bit : Math.Min(sum + ((BitsOfBlock + (different * BitsOfWeight)) * Bit), OfRaw(length));
    }

    // The sums stay below 2^31: each of the four lanes adds the costs of at most 64 byte values, together 2^20 bytes at 6 bits.
    private static (long Sum, int Different) Information(ReadOnlySpan<int> counts, int total)
    {
        var whole = new Vector<int>(Log2(total));
        var least = new Vector<int>(Bit);
        var (sums, absent) = (Vector<int>.Zero, Vector<int>.Zero);
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(counts);
        foreach (var count in vectors)
        {
            sums += count * Vector.Max(least, whole - Log2(count));
            absent += Vector.Equals(count, Vector<int>.Zero);
        }

        Vector.Widen(sums, out var low, out var high);
        return (Vector.Sum(low) + Vector.Sum(high), counts.Length + Vector.Sum(absent));
    }

    // As for one number. The result for 0 is meaningless, but in range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Log2(Vector<int> values)
    {
        var bits = Vector.AsVectorInt32(Vector.ConvertToSingle(values));
        var fraction = (bits >> (MantissaBits - FractionShift)) & new Vector<int>(One - 1);
        var slope = new Vector<int>(Constant) + ((fraction * (new Vector<int>(Linear) + ((fraction * Square) >> FractionShift))) >> FractionShift);
        var curved = fraction + ((((fraction * (new Vector<int>(One) - fraction)) >> FractionShift) * slope) >> FractionShift);
        return (((bits >> MantissaBits) - new Vector<int>(ExponentOfOne)) << BitShift) + ((curved + new Vector<int>(1 << (FractionShift - BitShift - 1))) >> (FractionShift - BitShift));
    }

    private static int Rounded(int fraction) => (fraction + (1 << (FractionShift - BitShift - 1))) >> (FractionShift - BitShift);
}
