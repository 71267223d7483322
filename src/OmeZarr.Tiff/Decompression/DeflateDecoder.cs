using System.IO.Compression;

namespace OmeZarr.Tiff.Decompression;

/// <summary>Deflate in zlib streams (TIFF Technical Note 2), by the zlib of the framework.</summary>
internal static class DeflateDecoder
{
    /// <summary>Decodes until the destination is full or the data ends.</summary>
    /// <returns>The number of bytes decoded.</returns>
    /// <exception cref="InvalidDataException">The data is damaged, or its checksum is wrong.</exception>
    public static int Decode(byte[] source, int length, Span<byte> destination)
    {
        using var zlib = new ZLibStream(new MemoryStream(source, 0, length, writable: false), CompressionMode.Decompress);
        var count = zlib.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        // zlib verifies the checksum when the end is read.
        _ = zlib.ReadByte();
        return count;
    }
}
