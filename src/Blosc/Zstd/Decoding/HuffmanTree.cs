using System.Numerics;

namespace Blosc.Zstd.Decoding;

/// <summary>Reads the description of a Huffman tree (RFC 8878, section 4.2.1).</summary>
internal static class HuffmanTree
{
    /// <summary>The greatest code length that the format allows (Max_Number_of_Bits).</summary>
    public const int MaxBits = 11;

    /// <summary>Number of symbols.</summary>
    public const int SymbolCount = 256;

    private const int FirstDirect = 128;

    /// <summary>Reads the weight of every symbol. A symbol with a code of n bits has the weight <paramref name="bits"/> + 1 - n, one without a code the weight 0.</summary>
    /// <param name="source">Begins with the description.</param>
    /// <param name="weights">Gets the weights, room for <see cref="SymbolCount"/>.</param>
    /// <param name="bits">Gets the length of the longest code of this tree.</param>
    /// <returns>Bytes that the description takes, or 0 if it is damaged or has longer codes than <see cref="MaxBits"/>.</returns>
    public static int Read(ReadOnlySpan<byte> source, Span<byte> weights, out int bits)
    {
        bits = 0;
        weights.Clear();
        if (source.IsEmpty)
        {
            return 0;
        }

        // A first byte below 128 is the length of FSE-coded weights; from 128 on, it is 127 plus the number of weights of 4 bits.
        var directCount = source[0] >= FirstDirect ? source[0] - FirstDirect + 1 : 0;
        var length = directCount > 0 ? (directCount + 1) / 2 : source[0];
        if (length >= source.Length)
        {
            return 0;
        }

        var body = source.Slice(1, length);
        var count = directCount > 0 ? ReadDirect(body, directCount, weights) : FseWeights.Read(body, weights);
        return count > 0 && TryAddLast(weights, count, out bits) ? 1 + length : 0;
    }

    private static int ReadDirect(ReadOnlySpan<byte> source, int count, Span<byte> weights)
    {
        for (var i = 0; i < count; i++)
        {
            weights[i] = (byte)((i % 2 == 0 ? source[i / 2] >> 4 : source[i / 2]) & 15);
        }

        return count;
    }

    // The last weight is not stored: it completes the tree.
    private static bool TryAddLast(Span<byte> weights, int count, out int bits)
    {
        var (total, longestCodes) = (0, 0);
        foreach (var weight in weights[..count])
        {
            total += (1 << weight) >> 1;
            longestCodes += weight == 1 ? 1 : 0;
        }

        bits = BitOperations.Log2((uint)total) + 1;
        var missing = (1 << bits) - total;
        if (total == 0 || bits > MaxBits || !BitOperations.IsPow2(missing))
        {
            return false;
        }

        weights[count] = (byte)(BitOperations.Log2((uint)missing) + 1);
        longestCodes += weights[count] == 1 ? 1 : 0;
        // A complete tree has an even number of codes of the greatest length, at least two.
        return longestCodes >= 2 && longestCodes % 2 == 0;
    }
}
