using System.Buffers.Binary;
using System.Numerics;

namespace Blosc.Zstd.Decoding;

/// <summary>One Huffman stream that is being decoded, by offsets into the memory of source and destination.</summary>
internal struct HuffmanStream
{
    /// <summary>
    /// The next bits from the highest one on, 56 at least in front of every round. The lowest 1 was put in as a mark: below it were as many
    /// bits as have been taken since.
    /// </summary>
    public ulong Bits;

    /// <summary>Where the bytes of <see cref="Bits"/> were read.</summary>
    public int At;

    /// <summary>Where the next symbol goes.</summary>
    public int Written;

    /// <summary>The beginning of the stream, which is read last.</summary>
    public int Start;

    /// <summary>The end of the stream.</summary>
    public int SourceEnd;

    /// <summary>Where its last symbol ends.</summary>
    public int End;

    /// <summary>Starts at the end of a stream.</summary>
    /// <param name="source">The memory that the stream lies in.</param>
    /// <param name="start">Where the stream begins; at least eight bytes lie in front of its end, if not all its own.</param>
    /// <param name="length">Bytes of the stream. The last is not zero.</param>
    /// <param name="written">Where the first symbol goes.</param>
    /// <param name="count">Number of symbols.</param>
    public static HuffmanStream Open(ReadOnlySpan<byte> source, int start, int length, int written, int count)
    {
        var end = start + length;
        return new HuffmanStream
        {
            Bits = (BinaryPrimitives.ReadUInt64LittleEndian(source[(end - sizeof(ulong))..]) | 1) << BackwardBits.PaddingOf(source[end - 1]),
            At = end - sizeof(ulong),
            Written = written,
            Start = start,
            SourceEnd = end,
            End = written + count,
        };
    }

    /// <summary>Symbols that are still to come.</summary>
    public readonly int Rest => End - Written;

    /// <summary>Bits that are left.</summary>
    public readonly int Left => (8 * (At - Start)) + 64 - BitOperations.TrailingZeroCount(Bits);
}
