using System.Buffers.Binary;

namespace Zarr.Codecs.Huffman;

/// <summary>
/// The frame of a zstd frame without matches (RFC 8878, section 3.1.1): all its blocks are raw, repeat one byte, or are Huffman-coded
/// literals without sequences. That is what becomes of noise.
/// </summary>
/// <param name="BlocksStart">Where the first block begins.</param>
/// <param name="ContentLength">Bytes of content of all blocks.</param>
internal readonly record struct LiteralsFrame(int BlocksStart, long ContentLength)
{
    private const uint Magic = 0xFD2FB528;
    private const int MinLength = 6;
    private const int MaxBlockLength = 128 * 1024;

    // A longer window is valid, but zstd itself does not read such frames.
    private const int LongestWindow = 21;

    /// <summary>Looks through a frame without decoding.</summary>
    /// <returns>Whether it is whole and of this kind, ends with the source, and has neither dictionary nor checksum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out LiteralsFrame frame)
    {
        frame = default;
        if (!TryReadHeader(source, out var at, out var stated, out var limit))
        {
            return false;
        }

        var start = at;
        var length = 0L;
        LiteralsBlock block;
        do
        {
            if (!LiteralsBlock.TryRead(source, at, out block) || block.ContentLength > limit || block.BodyLength > limit)
            {
                return false;
            }

            length += block.ContentLength;
            at = block.End;
        }
        while (!block.IsLast);
        frame = new LiteralsFrame(start, length);
        return at == source.Length && (stated < 0 || stated == length);
    }

    // Gives the content length that the frame states, or -1, and the most bytes of a block.
    private static bool TryReadHeader(ReadOnlySpan<byte> source, out int end, out long stated, out long limit)
    {
        (end, stated, limit) = (0, -1, 0);
        if (source.Length < MinLength || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic)
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
        limit = Math.Min(MaxBlockLength, isSingleSegment ? stated : WindowLength(source[5]));
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
