namespace Zarr.Codecs.Huffman;

/// <summary>
/// What the next <see cref="HuffmanTree.MaxBits"/> bits of a stream begin with, whatever the longest code of the tree is. Reused from tree to
/// tree.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Number of entries.</summary>
    public const int Size = 1 << HuffmanTree.MaxBits;

    private const uint OneSymbol = 1 << 24;

    private readonly ushort[] symbols = new ushort[Size];
    private readonly uint[] pairs = new uint[Size];

    private bool hasPairs;

    /// <summary>For each value of the bits the first symbol: its length in the low byte, 1 to 11, then the symbol.</summary>
    public ReadOnlySpan<ushort> Symbols => symbols;

    /// <summary>
    /// For each value of the bits the first symbol or two: their length together in the low byte, then the symbols, then their number.
    /// </summary>
    public ReadOnlySpan<uint> Pairs
    {
        get
        {
            if (!hasPairs)
            {
                JoinToPairs();
            }

            return pairs;
        }
    }

    /// <summary>Makes the table of a tree.</summary>
    /// <param name="weights">The weights of a whole tree, as <see cref="HuffmanTree.Read"/> gives them.</param>
    /// <param name="bits">The longest code.</param>
    public void Build(ReadOnlySpan<byte> weights, int bits)
    {
        Span<int> next = stackalloc int[HuffmanTree.MaxBits + 2];
        Starts(weights, bits, next);
        for (var symbol = 0; symbol < weights.Length; symbol++)
        {
            var weight = weights[symbol];
            if (weight > 0)
            {
                var count = CountOf(weight, bits);
                symbols.AsSpan(next[weight], count).Fill((ushort)((bits + 1 - weight) | (symbol << 8)));
                next[weight] += count;
            }
        }

        hasPairs = false;
    }

    // Codes are given out from the longest to the shortest, for each length in the order of the symbols.
    private static void Starts(ReadOnlySpan<byte> weights, int bits, Span<int> next)
    {
        next.Clear();
        foreach (var weight in weights)
        {
            next[weight]++;
        }

        var start = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            var count = next[weight] * CountOf(weight, bits);
            next[weight] = start;
            start += count;
        }
    }

    private static int CountOf(int weight, int bits) => 1 << (weight - 1 + HuffmanTree.MaxBits - bits);

    // Without branches, as nobody could predict which symbols fit: that makes it several times faster.
    private void JoinToPairs()
    {
        var from = symbols.AsSpan(0, Size);
        var to = pairs.AsSpan(0, Size);
        for (var value = 0; value < Size; value++)
        {
            uint first = from[value];
            uint second = from[(value << (byte)first) & (Size - 1)];
            var fits = (uint)(((byte)first + (byte)second - HuffmanTree.MaxBits - 1) >> 31);
            to[value] = OneSymbol + first + ((OneSymbol + (second >> 8 << 16) + (second & 0xFF)) & fits);
        }

        hasPairs = true;
    }
}
