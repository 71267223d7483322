using System.Numerics;

namespace Blosc.Zstd.Decoding;

/// <summary>Reads a zstd bit stream, from its end to its beginning (RFC 8878, sections 4.1 and 4.2.2).</summary>
internal ref struct BackwardBitReader
{
    private readonly ReadOnlySpan<byte> bytes;

    private BackwardBitReader(ReadOnlySpan<byte> bytes, int left)
    {
        this.bytes = bytes;
        Left = left;
    }

    /// <summary>The number of bits left; negative after reading beyond the beginning.</summary>
    public int Left { get; private set; }

    /// <summary>Opens a stream at its final-bit-flag, the highest set bit of the last byte.</summary>
    /// <returns>False if the stream is empty or its last byte is 0.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out BackwardBitReader bits)
    {
        bits = bytes.IsEmpty ? default : new BackwardBitReader(bytes, (8 * bytes.Length) - PaddingOf(bytes[^1]));
        return !bytes.IsEmpty && bytes[^1] != 0;
    }

    // The uint has 24 bits above the byte. The final-bit-flag counts as padding.
    /// <summary>The number of bits in the last byte that hold no data: zeros and the final-bit-flag.</summary>
    /// <param name="last">The last byte, which is not 0.</param>
    public static int PaddingOf(byte last) => BitOperations.LeadingZeroCount((uint)last) - 24 + 1;

    /// <summary>The next bits. Bits beyond the beginning are zero.</summary>
    /// <param name="count">At most 16; no code of literals or weights is longer.</param>
    public readonly int Peek(int count)
    {
        var from = Left - count;
        var value = 0;
        for (var index = (Left - 1) >> 3; index >= 0 && index >= from >> 3; index--)
        {
            value |= ShiftedTo(bytes[index], (8 * index) - from);
        }

        return value & ((1 << count) - 1);
    }

    /// <summary>Consumes bits.</summary>
    public void Skip(int count) => Left -= count;

    private static int ShiftedTo(byte value, int position) => position >= 0 ? value << position : value >> -position;
}
