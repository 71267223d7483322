using System.Numerics;

namespace Zarr.Codecs.Zstandard;

/// <summary>Sizes in 1/256 bit, in whole numbers, so that every machine finds the same.</summary>
internal static class BitCost
{
    /// <summary>One bit.</summary>
    public const int Bit = 256;

    private const int TableBits = 12;
    private static readonly ushort[] Logarithms = MakeLogarithms();

    /// <summary>The binary logarithm of a positive number.</summary>
    public static int Log2(int value)
    {
        var shift = Math.Max(0, BitOperations.Log2((uint)value) - TableBits + 1);
        return Logarithms[value >> shift] + (shift * Bit);
    }

    /// <summary>What each byte costs in a Huffman code for bytes that occur so often: its share of the information, but at least a bit.</summary>
    /// <param name="counts">How often each byte occurs.</param>
    /// <param name="total">The sum of them.</param>
    /// <param name="prices">One for each byte, overwritten.</param>
    public static void Prices(ReadOnlySpan<int> counts, int total, Span<int> prices)
    {
        var whole = Log2(total);
        for (var value = 0; value < counts.Length; value++)
        {
            prices[value] = counts[value] == 0 ? 0 : Math.Clamp(whole - Log2(counts[value]), Bit, HuffmanLengths.Max * Bit);
        }
    }

    /// <summary>The size of a block of literals in which bytes occur so often.</summary>
    public static long OfLiterals(ReadOnlySpan<int> counts, int total)
    {
        const long BitsOfBlock = 8 * 18;
        const long BitsOfWeight = 4;
        var whole = Log2(total);
        var (sum, different) = (0L, 0);
        foreach (var count in counts)
        {
            if (count > 0)
            {
                sum += (long)count * Math.Max(Bit, whole - Log2(count));
                different++;
            }
        }

        return different == 1 ? 8 * 4 * Bit : Math.Min(sum + ((BitsOfBlock + (different * BitsOfWeight)) * Bit), (total + 3L) * 8 * Bit);
    }

    // Digit by digit, by squaring whole numbers: exact and the same everywhere, which Math.Log2 does not promise.
    private static ushort[] MakeLogarithms()
    {
        var table = new ushort[1 << TableBits];
        for (var value = 1; value < table.Length; value++)
        {
            table[value] = Logarithm(value);
        }

        return table;
    }

    private static ushort Logarithm(int value)
    {
        const int FractionBits = 30;
        const int Digits = 8;
        var whole = BitOperations.Log2((uint)value);
        var mantissa = (ulong)value << (FractionBits - whole);
        var result = whole;
        for (var digit = 0; digit < Digits; digit++)
        {
            mantissa = (mantissa * mantissa) >> FractionBits;
            var bit = (int)(mantissa >> (FractionBits + 1));
            mantissa >>= bit;
            result = (2 * result) + bit;
        }

        return (ushort)result;
    }
}
