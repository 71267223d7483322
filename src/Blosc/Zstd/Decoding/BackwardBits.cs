using System.Numerics;

namespace Blosc.Zstd.Decoding;

/// <summary>Reads a zstd bit stream, from its end to its beginning (RFC 8878, section 4.1.2).</summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> bytes;

    private BackwardBits(ReadOnlySpan<byte> bytes, int left)
    {
        this.bytes = bytes;
        Left = left;
    }

    /// <summary>The number of bits left; negative after reading beyond the beginning.</summary>
    public int Left { get; private set; }

    /// <summary>Opens a stream at the mark after its last bit: the highest 1 of the last byte.</summary>
    /// <returns>Whether the mark exists.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out BackwardBits bits)
    {
        bits = bytes.IsEmpty ? default : new BackwardBits(bytes, (8 * bytes.Length) - PaddingOf(bytes[^1]));
        return !bytes.IsEmpty && bytes[^1] != 0;
    }

    /// <summary>The number of padding bits in the last byte: zeros and the mark.</summary>
    public static int PaddingOf(byte last) => BitOperations.LeadingZeroCount((uint)last) - 23;

    /// <summary>The next bits, at most 16. Bits beyond the beginning are zero.</summary>
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
