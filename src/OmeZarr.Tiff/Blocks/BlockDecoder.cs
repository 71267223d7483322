using System.IO.Compression;
using OmeZarr.Tiff.Pages;
using Zarr;

namespace OmeZarr.Tiff.Blocks;

/// <summary>Decodes a stored strip or tile to samples in the byte order of this machine.</summary>
internal static class BlockDecoder
{
    // A block is decoded whole. Real blocks are far smaller, so larger ones are refused.
    private const long MaxBlockBytes = 1L << 30;

    // No supported method compresses better (Deflate 1:1032, LZW 1:1400, JPEG 1:800). A larger claim is damage and is refused before memory is allocated.
    private const long MaxRatio = 4096;

    /// <summary>Reads and decodes a compressed block: all its rows of <see cref="PageLayout.BlockWidth"/> pixels.</summary>
    public static byte[] Decode(TiffStorage file, TiffPage page, long block, BlockRange range)
    {
        var layout = page.Layout;
        var rows = layout.RowsOf(block / layout.BlocksAcross % layout.BlocksDown);
        var size = DecodedSize(file, page, block, range, rows);
        try
        {
            return Decode(file, page, block, range, rows, size);
        }
        catch (OutOfMemoryException error)
        {
            throw page.Damaged(
                file, $"there is not enough memory to decode {layout.BlockNoun} {block}, which has {size:N0} bytes and is decoded whole; write the file with smaller {layout.BlockNoun}s", error);
        }
    }

    private static byte[] Decode(TiffStorage file, TiffPage page, long block, BlockRange range, long rows, long size)
    {
        var layout = page.Layout;
        var stored = ReadStored(file, page, block, range, size);
        var decoded = new byte[rows * layout.BlockWidth * layout.PixelBytes];
        if (TryDecompress(file, page, stored, (int)rows, decoded) is { } problem)
        {
            throw page.Damaged(file, $"{layout.BlockNoun} {block} is damaged: {problem}");
        }

        ToNative(layout, file.IsBigEndian, (int)rows, decoded);
        return decoded;
    }

    /// <summary>Converts samples from the byte order of the file to that of this machine.</summary>
    public static void SwapBytes(DataType type, bool isBigEndian, Span<byte> samples)
    {
        if (isBigEndian == BitConverter.IsLittleEndian)
        {
            Predictors.ReverseBytes(samples, type.ComponentSize);
        }
    }

    public static void ReverseBits(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
        {
            // Three swaps of neighbouring bits, pairs and nibbles reverse a byte.
            var swapped = (byte)(((value & 0x55) << 1) | ((value >> 1) & 0x55));
            swapped = (byte)(((swapped & 0x33) << 2) | ((swapped >> 2) & 0x33));
            value = (byte)((swapped << 4) | (swapped >> 4));
        }
    }

    private static long DecodedSize(TiffStorage file, TiffPage page, long block, BlockRange range, long rows)
    {
        var (layout, noun) = (page.Layout, page.Layout.BlockNoun);
        if (range.Length <= 0 || !file.Holds(range.Offset, range.Length))
        {
            throw page.Damaged(file, $"{noun} {block} lies outside the file: {range.Length} bytes at {range.Offset} of {file.Length}");
        }

        var size = (Int128)rows * layout.BlockWidth * layout.PixelBytes;
        if (size > (range.Length + 16) * (Int128)MaxRatio)
        {
            throw page.Damaged(file, $"{noun} {block} is damaged: {range.Length} bytes cannot hold the {size} bytes that it should have");
        }

        return size <= MaxBlockBytes
            ? (long)size
            : throw page.Damaged(file, $"{noun}s of {size} bytes are not supported, only up to {MaxBlockBytes} bytes; write the file with smaller {noun}s");
    }

    private static byte[] ReadStored(TiffStorage file, TiffPage page, long block, BlockRange range, long decodedSize)
    {
        // Some writers claim too many bytes for the last strip; no method expands data this much.
        var stored = new byte[Math.Min(range.Length, (2 * decodedSize) + (1 << 20))];
        if (!file.TryRead(range.Offset, stored))
        {
            throw page.Damaged(file, $"{page.Layout.BlockNoun} {block} cannot be read: the file ends too early");
        }

        if (page.Layout.IsBitReversed)
        {
            ReverseBits(stored);
        }

        return stored;
    }

    private static string? TryDecompress(TiffStorage file, TiffPage page, byte[] stored, int rows, byte[] decoded) =>
        page.Layout.Compression is TiffCompression.Deflate or TiffCompression.OldDeflate
            ? TryInflate(stored, decoded)
            : TryLibTiff(ToStrip(file, page, stored, rows, decoded.Length), decoded);

    // The framework's zlib is several times faster than that of LibTiff, and it verifies the checksum.
    private static string? TryInflate(byte[] stored, byte[] decoded)
    {
        using var zlib = new ZLibStream(new MemoryStream(stored), CompressionMode.Decompress);
        try
        {
            var count = zlib.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
            // zlib verifies the checksum when the end is read.
            _ = zlib.ReadByte();
            return count == decoded.Length ? null : $"{count} of {decoded.Length} bytes could be decoded";
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    // LibTiff reports damaged data, but some of its decoders also index beyond their own tables.
    private static string? TryLibTiff(OneStrip strip, byte[] decoded)
    {
        try
        {
            return LibTiffDecoder.TryDecode(strip, decoded);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"{strip.Compression switch { 7 => "JPEG", 5 => "LZW", _ => "PackBits" }} data ({error.Message})";
        }
    }

    private static OneStrip ToStrip(TiffStorage file, TiffPage page, byte[] stored, int rows, int size)
    {
        var layout = page.Layout;
        var isJpeg = layout.Compression == TiffCompression.Jpeg;
        var samples = isJpeg ? layout.BlockSamples : 1;
        return new OneStrip
        {
            // All methods but JPEG decode one row of bytes.
            Width = isJpeg ? (int)layout.BlockWidth : size,
            Height = isJpeg ? rows : 1,
            Samples = samples,
            Compression = (int)layout.Compression,
            Photometric = isJpeg && samples > 1 ? layout.Photometric : 1,
            Data = stored,
            JpegTables = isJpeg ? ReadTables(file, page) : default,
            Subsampling = layout.ChromaSubsampling,
        };
    }

    private static byte[] ReadTables(TiffStorage file, TiffPage page)
    {
        if (page.JpegTables is not { } field)
        {
            return [];
        }

        return field.TryReadBytes(file, 1 << 16, out var tables) ? tables : throw page.Damaged(file, "tag JpegTables is damaged");
    }

    private static void ToNative(PageLayout layout, bool isBigEndian, int rows, byte[] decoded)
    {
        var row = decoded.Length / rows;
        switch (layout.Predictor)
        {
            case 2:
                SwapBytes(layout.DataType, isBigEndian, decoded);
                Predictors.UndoHorizontal(decoded, row, layout.BlockSamples, layout.DataType.Size);
                break;
            case 3:
                Predictors.UndoFloat(decoded, row, layout.BlockSamples, layout.DataType.Size);
                break;
            default:
                SwapBytes(layout.DataType, isBigEndian, decoded);
                break;
        }
    }
}
