using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Rendering.Png;

/// <summary>Writes PNG files (W3C Recommendation, third edition) with the deflate of the framework.</summary>
internal static class PngEncoder
{
    // Only repeated bytes are looked for: noise has no others, and is the most of what images hold.
    private static ZLibCompressionOptions Fast { get; } = new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding };

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A PNG file.</summary>
    /// <param name="pixels">The pixels, row by row from the top, without gaps.</param>
    /// <param name="width">Number of columns, at least 1.</param>
    /// <param name="height">Number of rows, at least 1.</param>
    /// <param name="format">How pixels are stored.</param>
    /// <param name="isFast">Whether speed counts more than size.</param>
    internal static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, PngFormat format, bool isFast = false)
    {
        var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, Header(width, height, format));
        WriteChunk(file, "IDAT"u8, isFast ? CompressFast(pixels, width * format.BytesPerPixel, format) : Compress(pixels, width * format.BytesPerPixel, format));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Header(int width, int height, PngFormat format)
    {
        var header = new byte[13]; // the last three, for compression, filters and interlacing, stay 0
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (format.BitDepth, format.ColorType);
        return header;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int rowLength, PngFormat format)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var filter = new RowFilter(rowLength, format.BytesPerPixel);
            var row = new byte[rowLength];
            for (var start = 0; start < pixels.Length; start += rowLength)
            {
                CopyBigEndian(pixels.Slice(start, rowLength), row, format);
                zlib.Write(filter.Next(row));
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    /// <summary>One filter for all rows: differences from the row above.</summary>
    private static ReadOnlySpan<byte> CompressFast(ReadOnlySpan<byte> pixels, int rowLength, PngFormat format)
    {
        const byte Up = 2;
        var compressed = new MemoryStream(pixels.Length / 2);
        using (var zlib = new ZLibStream(compressed, Fast, leaveOpen: true))
        {
            var (row, above, filtered) = (new byte[rowLength], new byte[rowLength], new byte[rowLength + 1]);
            filtered[0] = Up;
            for (var start = 0; start < pixels.Length; start += rowLength)
            {
                CopyBigEndian(pixels.Slice(start, rowLength), row, format);
                TensorPrimitives.Subtract<byte>(row, above, filtered.AsSpan(1));
                zlib.Write(filtered);
                (row, above) = (above, row);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void CopyBigEndian(ReadOnlySpan<byte> pixels, Span<byte> row, PngFormat format)
    {
        if (format.BitDepth == 16 && BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(pixels), MemoryMarshal.Cast<byte, ushort>(row));
            return;
        }

        pixels.CopyTo(row);
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Checksum(type), data));
        file.Write(number);
    }
}
