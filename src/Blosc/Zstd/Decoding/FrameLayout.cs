using System.Buffers.Binary;

namespace Blosc.Zstd.Decoding;

/// <summary>
/// The layout of a zstd frame (RFC 8878, section 3.1.1). A frame has three parts: blocks of literals alone (raw, RLE, or Huffman-coded without sequences), a middle from the first to the last
/// block of any other kind, and again blocks of literals alone. Each part may be empty.
/// </summary>
/// <param name="BlocksStart">Offset of the first block.</param>
/// <param name="LiteralsLength">Bytes of content of all blocks outside the middle.</param>
/// <param name="MiddleStart">Offset of the first block of the middle; 0 if there is none.</param>
/// <param name="MiddleEnd">End of the last block of the middle.</param>
/// <param name="StatedLength">The content length that the frame states, or -1.</param>
internal readonly record struct FrameLayout(int BlocksStart, long LiteralsLength, int MiddleStart, int MiddleEnd, long StatedLength)
{
    /// <summary>Length of the header that <see cref="Wrap"/> writes.</summary>
    public const int WrapHeaderLength = 9;

    private const byte SingleSegmentWithFourByteContentSize = 0xA0;
    // Magic number, descriptor, and one byte of window or content size.
    private const int MinHeaderLength = 6;

    // A window above 2^31 is valid, but zstd itself does not read such frames. The exponent is stored less 10.
    private const int MaxWindowExponent = 31 - 10;

    // Dictionary_ID_flag, Content_Checksum_flag, the reserved bit, and the unused bit. A general decoder decides about frames with any of them.
    private const int UnsupportedFlags = 0x1F;

    /// <summary>Scans a frame without decoding it.</summary>
    /// <returns>Whether it is whole, ends with the source, and has neither dictionary nor checksum. The middle need not be decodable alone (<see cref="Wrap"/>).</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out FrameLayout frame)
    {
        frame = default;
        if (!TryReadHeader(source, out var at, out var stated, out var maxBlockLength))
        {
            return false;
        }

        // Blocks of literals between two blocks of another kind belong to the middle. Those after the last such block do not, but which one is the last is known only at the end.
        var (start, literals, sinceMiddle, middleStart, middleEnd) = (at, 0L, 0L, 0, 0);
        LiteralsBlock block;
        do
        {
            if (!LiteralsBlock.TryRead(source, at, out block) || block.ContentLength > maxBlockLength || block.BodyLength > maxBlockLength)
            {
                return false;
            }

            if (block.Kind == LiteralsKind.Other)
            {
                (sinceMiddle, middleStart, middleEnd) = (0, middleStart > 0 ? middleStart : at, block.End);
            }
            else if (middleStart > 0)
            {
                sinceMiddle += block.ContentLength;
            }
            else
            {
                literals += block.ContentLength;
            }

            at = block.End;
        }
        while (!block.IsLast);
        frame = new FrameLayout(start, literals + sinceMiddle, middleStart, middleEnd, stated);
        return at == source.Length;
    }

    /// <summary>
    /// Wraps the middle of a frame in a frame of its own, and sets Last_Block on its last block. The middle may refer to content or a Huffman tree before it; then the new frame counts as damaged,
    /// and the caller decodes the original one.
    /// </summary>
    /// <param name="blocks">The blocks of the middle; at least one.</param>
    /// <param name="contentLength">Bytes of their content.</param>
    /// <param name="buffer">Room for the blocks and <see cref="WrapHeaderLength"/>.</param>
    /// <returns>The frame, in the buffer.</returns>
    public static ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> blocks, int contentLength, Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, ZstdFormat.Magic);
        buffer[4] = SingleSegmentWithFourByteContentSize;
        BinaryPrimitives.WriteInt32LittleEndian(buffer[5..], contentLength);
        var copy = buffer.Slice(WrapHeaderLength, blocks.Length);
        blocks.CopyTo(copy);
        var (at, last) = (0, 0);
        while (LiteralsBlock.TryRead(copy, at, out var block))
        {
            (at, last) = (block.End, at);
        }

        copy[last] |= 1;
        return buffer[..(WrapHeaderLength + blocks.Length)];
    }

    /// <summary>The content length of the middle if the frame has a content of this length; negative if it cannot have.</summary>
    public long MiddleLength(int contentLength)
    {
        var rest = contentLength - LiteralsLength;
        return (StatedLength < 0 || StatedLength == contentLength) && (rest > 0) == (MiddleStart > 0) ? rest : -1;
    }

    // Returns the content length that the frame states, or -1, and Block_Maximum_Size.
    private static bool TryReadHeader(ReadOnlySpan<byte> source, out int end, out long stated, out long maxBlockLength)
    {
        (end, stated, maxBlockLength) = (0, -1, 0);
        if (source.Length < MinHeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(source) != ZstdFormat.Magic)
        {
            return false;
        }

        var descriptor = source[4];
        var isSingleSegment = (descriptor & 0x20) != 0;
        var sizeLength = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var sizeStart = isSingleSegment ? 5 : 6;
        end = sizeStart + sizeLength;
        if ((descriptor & UnsupportedFlags) != 0 || source.Length < end || (!isSingleSegment && source[5] >> 3 > MaxWindowExponent))
        {
            return false;
        }

        stated = ReadSize(source.Slice(sizeStart, sizeLength));
        maxBlockLength = Math.Min(ZstdFormat.MaxBlockLength, isSingleSegment ? stated : WindowLength(source[5]));
        return sizeLength == 0 || stated >= 0;
    }

    private static long ReadSize(ReadOnlySpan<byte> field) => field.Length switch
    {
        1 => field[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(field) + 256,
        4 => BinaryPrimitives.ReadUInt32LittleEndian(field),
        8 => BinaryPrimitives.ReadInt64LittleEndian(field),
        _ => -1,
    };

    private static long WindowLength(byte descriptor)
    {
        var power = 1L << (10 + (descriptor >> 3));
        return power + ((power >> 3) * (descriptor & 7));
    }
}
