using System.Buffers.Binary;

namespace Blosc.Zstd.Decoding;

/// <summary>
/// The structure of a zstd frame (RFC 8878, section 3.1.1) of literals: all its blocks are raw, RLE, or Huffman-coded without sequences, except for one run of other blocks.
/// </summary>
/// <param name="BlocksStart">Offset of the first block.</param>
/// <param name="LiteralsLength">Bytes of content of all blocks outside the run.</param>
/// <param name="RunStart">Offset of the first block of the run; 0 without a run.</param>
/// <param name="RunEnd">End of the last block of the run.</param>
/// <param name="StatedLength">The content length that the frame states, or -1.</param>
internal readonly record struct LiteralsFrame(int BlocksStart, long LiteralsLength, int RunStart, int RunEnd, long StatedLength)
{
    /// <summary>Room for the header that <see cref="Wrap"/> writes.</summary>
    public const int HeaderRoom = 9;

    private const byte SingleSegmentWithFourBytes = 0xA0;
    private const int MinLength = 6;

    // A longer window is valid, but zstd itself does not read such frames.
    private const int LongestWindow = 21;

    /// <summary>Scans a frame without decoding it.</summary>
    /// <returns>Whether it is whole and of this kind, ends with the source, and has neither dictionary nor checksum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out LiteralsFrame frame)
    {
        frame = default;
        if (!TryReadHeader(source, out var at, out var stated, out var limit))
        {
            return false;
        }

        // Blocks between two other blocks belong to the run; those after the last one may not.
        var (start, literals, within, runStart, runEnd) = (at, 0L, 0L, 0, 0);
        LiteralsBlock block;
        do
        {
            if (!LiteralsBlock.TryRead(source, at, out block) || block.ContentLength > limit || block.BodyLength > limit)
            {
                return false;
            }

            if (block.Kind == LiteralsKind.Other)
            {
                (within, runStart, runEnd) = (0, runStart > 0 ? runStart : at, block.End);
            }
            else if (runStart > 0)
            {
                within += block.ContentLength;
            }
            else
            {
                literals += block.ContentLength;
            }

            at = block.End;
        }
        while (!block.IsLast);
        frame = new LiteralsFrame(start, literals + within, runStart, runEnd, stated);
        return at == source.Length;
    }

    /// <summary>Makes a frame of blocks from the middle of another frame.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="contentLength">Bytes of their content.</param>
    /// <param name="buffer">Room for the blocks and <see cref="HeaderRoom"/>.</param>
    /// <returns>The frame, in the buffer.</returns>
    public static ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> blocks, int contentLength, Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, ZstdFormat.Magic);
        buffer[4] = SingleSegmentWithFourBytes;
        BinaryPrimitives.WriteInt32LittleEndian(buffer[5..], contentLength);
        var copy = buffer.Slice(HeaderRoom, blocks.Length);
        blocks.CopyTo(copy);
        var (at, last) = (0, 0);
        while (LiteralsBlock.TryRead(copy, at, out var block))
        {
            (at, last) = (block.End, at);
        }

        copy[last] |= 1;
        return buffer[..(HeaderRoom + blocks.Length)];
    }

    /// <summary>Content length of the run, derived from the stated length; negative if that is impossible.</summary>
    public long RunLength(int contentLength)
    {
        var rest = contentLength - LiteralsLength;
        return (StatedLength < 0 || StatedLength == contentLength) && (rest > 0) == (RunStart > 0) ? rest : -1;
    }

    // Returns the content length that the frame states, or -1, and the longest block.
    private static bool TryReadHeader(ReadOnlySpan<byte> source, out int end, out long stated, out long limit)
    {
        (end, stated, limit) = (0, -1, 0);
        if (source.Length < MinLength || BinaryPrimitives.ReadUInt32LittleEndian(source) != ZstdFormat.Magic)
        {
            return false;
        }

        var descriptor = source[4];
        var isSingleSegment = (descriptor & 0x20) != 0;
        var sizeLength = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var sizeStart = isSingleSegment ? 5 : 6;
        end = sizeStart + sizeLength;
        if ((descriptor & 0x1F) != 0 || source.Length < end || (!isSingleSegment && source[5] >> 3 > LongestWindow))
        {
            return false;
        }

        stated = ReadSize(source.Slice(sizeStart, sizeLength));
        limit = Math.Min(ZstdFormat.MaxBlockLength, isSingleSegment ? stated : WindowLength(source[5]));
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
