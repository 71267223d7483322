using System.Buffers.Binary;

namespace Blosc.Zstd.Decoding;

/// <summary>The kind of a block.</summary>
internal enum LiteralsKind
{
    /// <summary>Uncompressed content (<c>Raw_Block</c>).</summary>
    Raw,

    /// <summary>One byte, repeated (<c>RLE_Block</c>).</summary>
    Repeated,

    /// <summary>Literals alone, with a Huffman tree (<c>Compressed_Literals_Block</c>).</summary>
    Coded,

    /// <summary>Literals alone, with the tree of the previous block (<c>Treeless_Literals_Block</c>).</summary>
    CodedAsBefore,

    /// <summary>Any other block, mostly one with sequences. The length of its content is not known.</summary>
    Other,
}

/// <summary>One block of a zstd frame (RFC 8878, section 3.1.1.2).</summary>
/// <param name="Kind">Kind of the block.</param>
/// <param name="IsLast">Whether it is the last of the frame.</param>
/// <param name="BodyStart">Offset of the content; of coded literals, the offset of the tree or the streams.</param>
/// <param name="BodyLength">Length of the content in bytes.</param>
/// <param name="End">Offset of the next block.</param>
/// <param name="ContentLength">Bytes of decoded content.</param>
/// <param name="StreamCount">Number of Huffman streams, one or four.</param>
internal readonly record struct LiteralsBlock(
    LiteralsKind Kind, bool IsLast, int BodyStart, int BodyLength, int End, int ContentLength, int StreamCount)
{
    private const int HeaderLength = 3;
    private const int MinCompressedLength = 5;

    /// <summary>The block after this number of bytes of the tree was read.</summary>
    public LiteralsBlock WithoutTree(int length) => this with { BodyStart = BodyStart + length, BodyLength = BodyLength - length };

    /// <summary>Reads the headers of a block.</summary>
    /// <returns>Whether the source holds a complete block.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, int at, out LiteralsBlock block)
    {
        block = default;
        if (source.Length - at < HeaderLength)
        {
            return false;
        }

        var header = source[at] | (source[at + 1] << 8) | (source[at + 2] << 16);
        var (isLast, type, length) = ((header & 1) != 0, (header >> 1) & 3, header >> 3);
        var start = at + HeaderLength;
        var stored = type == 1 ? 1 : length;
        if (type == 3 || stored > source.Length - start)
        {
            return false;
        }

        var kind = type switch { 0 => LiteralsKind.Raw, 1 => LiteralsKind.Repeated, _ => LiteralsKind.Other };
        block = new LiteralsBlock(kind, isLast, start, stored, start + stored, kind == LiteralsKind.Other ? 0 : length, 1);
        if (kind == LiteralsKind.Other && TryReadCoded(source.Slice(start, length), start, isLast, out var coded))
        {
            block = coded;
        }

        return true;
    }

    // The last byte is the number of sequences.
    private static bool TryReadCoded(ReadOnlySpan<byte> body, int start, bool isLast, out LiteralsBlock block)
    {
        block = default;
        if (body.Length < MinCompressedLength || (body[0] & 2) == 0 || body[^1] != 0)
        {
            return false;
        }

        var format = (body[0] >> 2) & 3;
        var (headerLength, bits) = format switch { 2 => (4, 14), 3 => (5, 18), _ => (3, 10) };
        var numbers = BinaryPrimitives.ReadUInt32LittleEndian(body) | ((ulong)body[4] << 32);
        var contentLength = (int)(numbers >> 4) & ((1 << bits) - 1);
        var length = (int)(numbers >> (4 + bits)) & ((1 << bits) - 1);
        var kind = (body[0] & 1) == 0 ? LiteralsKind.Coded : LiteralsKind.CodedAsBefore;
        block = new LiteralsBlock(kind, isLast, start + headerLength, length, start + body.Length, contentLength, format == 0 ? 1 : 4);
        return headerLength + length + 1 == body.Length;
    }
}
