using System.Buffers.Binary;
using System.Numerics;

namespace Blosc.Zstd.Decoding;

/// <summary>The state of decoding one Huffman stream, as offsets into source and destination.</summary>
internal struct HuffmanStream
{
    /// <summary>
    /// The next bits, from the highest one on; at least 56 before every round. The lowest 1 is a mark: the zeros below it count the bits taken since the last refill.
    /// </summary>
    public ulong Bits;

    /// <summary>The offset from which <see cref="Bits"/> was read.</summary>
    public int At;

    /// <summary>The offset of the next symbol in the destination.</summary>
    public int Written;

    /// <summary>The start of the stream, which is read last.</summary>
    public int Start;

    /// <summary>The end of the stream.</summary>
    public int SourceEnd;

    /// <summary>The end of its symbols in the destination.</summary>
    public int End;

    /// <summary>Opens a stream at its end.</summary>
    /// <param name="source">The source.</param>
    /// <param name="start">The start of the stream. At least eight bytes of the source lie before its end.</param>
    /// <param name="length">The length of the stream. Its last byte is not zero.</param>
    /// <param name="written">The offset of the first symbol in the destination.</param>
    /// <param name="count">The number of symbols.</param>
    public static HuffmanStream Open(ReadOnlySpan<byte> source, int start, int length, int written, int count)
    {
        var end = start + length;
        return new HuffmanStream
        {
            Bits = (BinaryPrimitives.ReadUInt64LittleEndian(source[(end - sizeof(ulong))..]) | 1) << BackwardBitReader.PaddingOf(source[end - 1]),
            At = end - sizeof(ulong),
            Written = written,
            Start = start,
            SourceEnd = end,
            End = written + count,
        };
    }

    /// <summary>The number of symbols left.</summary>
    public readonly int Rest => End - Written;

    /// <summary>The number of bits left.</summary>
    public readonly int Left => (8 * (At - Start)) + 64 - BitOperations.TrailingZeroCount(Bits);
}
