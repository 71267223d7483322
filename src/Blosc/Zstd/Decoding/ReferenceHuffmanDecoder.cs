namespace Blosc.Zstd.Decoding;

/// <summary>Decodes Huffman streams symbol by symbol: the reference for <see cref="HuffmanKernels"/>, and the decoder of the last symbols of each stream.</summary>
internal static class ReferenceHuffmanDecoder
{
    /// <summary>Decodes one stream.</summary>
    /// <returns>Whether the stream has exactly as many symbols as the destination has bytes.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> stream, HuffmanTable table, Span<byte> destination) =>
        BackwardBitReader.TryOpen(stream, out var bits) && TryDecode(bits, table, destination);

    /// <summary>Decodes the rest of a stream.</summary>
    /// <returns>Whether the stream has exactly as many symbols more as the destination has bytes.</returns>
    public static bool TryDecode(BackwardBitReader bits, HuffmanTable table, Span<byte> destination)
    {
        var symbols = table.Symbols;
        foreach (ref var symbol in destination)
        {
            var entry = symbols[bits.Peek(HuffmanTree.MaxBits)];
            symbol = (byte)(entry >> 8);
            bits.Skip((byte)entry);
            if (bits.Left < 0)
            {
                return false;
            }
        }

        return bits.Left == 0;
    }
}
