using System.Buffers.Binary;

namespace Zarr.Codecs.Gzip;

/// <summary>The header and trailer of a gzip member (RFC 1952), which surround its deflate stream. The trailer is the checksum and length of the content.</summary>
internal static class GzipMember
{
    /// <summary>Bytes after the deflate stream: CRC-32 and length, both little endian.</summary>
    public const int TrailerLength = 8;

    private const int FixedHeaderLength = 10;
    private const int LongestStoredBlock = 65535;
    private const int StoredBlockHeaderLength = 5;

    private const int HeaderChecksumFlag = 0x02;
    private const int ExtraFlag = 0x04;
    private const int NameFlag = 0x08;
    private const int CommentFlag = 0x10;
    private const int ReservedFlags = 0xE0;

    /// <summary>Length of a member whose content is not compressed.</summary>
    public static long StoredLength(int contentLength)
    {
        var blocks = Math.Max(1, (contentLength + (long)LongestStoredBlock - 1) / LongestStoredBlock);
        return FixedHeaderLength + (blocks * StoredBlockHeaderLength) + contentLength + TrailerLength;
    }

    /// <summary>Length of the header that the bytes begin with, or -1 if they begin with none.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedHeaderLength || bytes[0] != 0x1F || bytes[1] != 0x8B || bytes[2] != 8 || (bytes[3] & ReservedFlags) != 0)
        {
            return -1;
        }

        var flags = bytes[3];
        var length = FixedHeaderLength;
        if ((flags & ExtraFlag) != 0)
        {
            length += bytes.Length >= length + 2 ? 2 + BinaryPrimitives.ReadUInt16LittleEndian(bytes[length..]) : bytes.Length;
        }

        length = (flags & NameFlag) != 0 ? AfterZero(bytes, length) : length;
        length = (flags & CommentFlag) != 0 ? AfterZero(bytes, length) : length;
        length += (flags & HeaderChecksumFlag) != 0 ? 2 : 0;
        return length <= bytes.Length ? length : -1;
    }

    /// <summary>Whether the trailer belongs to the content.</summary>
    public static bool Matches(ReadOnlySpan<byte> trailer, ReadOnlySpan<byte> content) =>
        BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == (uint)content.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == Crc32.Checksum(content);

    /// <summary>Writes a member whose content is not compressed; returns its length.</summary>
    public static int WriteStored(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        ReadOnlySpan<byte> header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
        header.CopyTo(destination);
        var rest = content;
        var at = FixedHeaderLength;
        do
        {
            var block = rest[..Math.Min(LongestStoredBlock, rest.Length)];
            rest = rest[block.Length..];
            at += WriteStoredBlock(block, isLast: rest.IsEmpty, destination[at..]);
        }
        while (!rest.IsEmpty);

        BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], Crc32.Checksum(content));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(at + 4)..], (uint)content.Length);
        return at + TrailerLength;
    }

    private static int WriteStoredBlock(ReadOnlySpan<byte> block, bool isLast, Span<byte> destination)
    {
        destination[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)block.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[3..], (ushort)~block.Length);
        block.CopyTo(destination[StoredBlockHeaderLength..]);
        return StoredBlockHeaderLength + block.Length;
    }

    private static int AfterZero(ReadOnlySpan<byte> bytes, int start)
    {
        var length = start < bytes.Length ? bytes[start..].IndexOf((byte)0) : -1;
        return length < 0 ? bytes.Length + 1 : start + length + 1;
    }
}
