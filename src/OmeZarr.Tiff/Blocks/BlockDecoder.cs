using System.Buffers;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Samples;

namespace OmeZarr.Tiff.Blocks;

/// <summary>Decodes compressed strips and tiles to samples in the byte order of this machine. Thread-safe.</summary>
internal sealed class BlockDecoder
{
    // A block is decoded whole. Real blocks are far smaller, so larger ones are refused.
    private const long MaxBlockBytes = 1L << 30;

    // Few methods compress better (Deflate 1:1032, LZW 1:1400, JPEG 1:800). A larger claim is damage and is refused before memory is allocated.
    private const long MaxRatio = 4096;

    // Zstandard, fax and decoders of others store a block of one value in a few bytes, whatever its size. Real pages of that kind are not larger than this.
    private const long MaxUnlimited = 1L << 26;

    private readonly Decompressor decompressor = new();

    /// <summary>Reads and decodes a compressed block: all its rows of <see cref="PageLayout.BlockWidth"/> pixels. Pixels beyond the image may have any values.</summary>
    public byte[] Decode(TiffPage page, long block, BlockRange range, BlockMemory memory)
    {
        var layout = page.Layout;
        range = InFile(page, range);
        var rows = layout.RowsOf(block / layout.BlocksAcross % layout.BlocksDown);
        var size = DecodedSize(page, block, range, rows);
        try
        {
            return Decode(page, block, range, memory.Take((int)size));
        }
        catch (OutOfMemoryException error)
        {
            throw page.Damaged(
                page.File, $"there is not enough memory to decode {layout.BlockNoun} {block}, which has {size:N0} bytes and is decoded whole; write the file with smaller {layout.BlockNoun}s", error);
        }
        catch (InvalidDataException error)
        {
            throw page.Damaged(page.File, $"{layout.BlockNoun} {block} is damaged: {error.Message}", error);
        }
    }

    private byte[] Decode(TiffPage page, long block, BlockRange range, byte[] samples)
    {
        // Some writers claim too many bytes for the last strip; no method expands data this much.
        var length = (int)Math.Min(range.Length, Math.Min(int.MaxValue / 2, (2L * samples.Length) + (1 << 20)));
        var stored = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Read(page, block, range.Offset, stored.AsSpan(0, length));
            if (page.Layout.IsJpeg)
            {
                JpegBlocks.Decode(page, block, range.Offset, stored.AsSpan(0, length), samples);
            }
            else if (page.File.DecoderOf(page.Layout.Compression) is { } decoder)
            {
                decoder.Decode(stored.AsMemory(0, length), BlockOf(page.Layout, samples.Length), samples);
            }
            else
            {
                Decompress(page, block, (stored, length), samples);
            }

            return samples;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private static TiffBlock BlockOf(PageLayout layout, int bytes) =>
        new((int)layout.BlockWidth, (int)(bytes / (layout.BlockWidth * layout.PixelBytes)), layout.BlockSamples, layout.DataType);

    /// <summary>LSM files have the length of the decoded data in their tags, which may reach beyond the end of the file. Decoders notice themselves when data is missing.</summary>
    private static BlockRange InFile(TiffPage page, BlockRange range) =>
        range.Offset > 0 && range.Offset < page.File.Length ? range with { Length = Math.Min(range.Length, page.File.Length - range.Offset) } : range;

    private static long DecodedSize(TiffPage page, long block, BlockRange range, long rows)
    {
        var (layout, noun) = (page.Layout, page.Layout.BlockNoun);
        if (range.Length <= 0 || !page.File.Holds(range.Offset, range.Length))
        {
            throw page.Damaged(page.File, $"{noun} {block} lies outside the file: {range.Length} bytes at {range.Offset} of {page.File.Length}");
        }

        var size = (Int128)rows * layout.BlockWidth * layout.PixelBytes;
        var unlimited = layout.Compression is TiffCompression.Zstandard or TiffCompression.Lzma || layout.IsFax || layout.IsForeign ? MaxUnlimited : 0;
        if (size > Int128.Max(unlimited, (range.Length + 16) * (Int128)MaxRatio))
        {
            throw page.Damaged(page.File, $"{noun} {block} is damaged: {range.Length} bytes cannot hold the {size} bytes that it should have");
        }

        return size <= MaxBlockBytes
            ? (long)size
            : throw page.Damaged(page.File, $"{noun}s of {size} bytes are not supported, only up to {MaxBlockBytes} bytes; write the file with smaller {noun}s");
    }

    private static void Read(TiffPage page, long block, long offset, Span<byte> stored)
    {
        if (!page.File.TryRead(offset, stored))
        {
            throw page.Damaged(page.File, $"{page.Layout.BlockNoun} {block} cannot be read: the file ends too early");
        }

        if (page.Layout.IsBitReversed)
        {
            ByteOrder.ReverseBits(stored);
        }
    }

    private void Decompress(TiffPage page, long block, (byte[] Bytes, int Length) stored, byte[] samples)
    {
        var (layout, isBigEndian) = (page.Layout, page.File.IsBigEndian);
        if (layout.YCbCrCoding is { } coding)
        {
            DecompressUnits(layout, coding, stored, samples);
            return;
        }

        // Some writers leave out the rows of the last tiles that lie below the image.
        var needed = layout.NeededRows(block) * layout.StoredRowBytes;
        if (!layout.IsPacked)
        {
            decompressor.Decompress(layout, stored, samples, needed);
            ToNative(layout, isBigEndian, samples);
            return;
        }

        var (rowBytes, pitch) = ((int)layout.StoredRowBytes, (int)(layout.BlockWidth * layout.PixelBytes));
        var rows = new byte[samples.Length / pitch * rowBytes];
        decompressor.Decompress(layout, stored, rows, needed);
        if (layout.Predictor == 3)
        {
            Predictors.UndoFloat(rows, rowBytes, layout.BlockSamples, layout.StoredBits / 8);
            isBigEndian = !BitConverter.IsLittleEndian;
        }

        var unpacker = new BitUnpacker(layout.StoredBits, layout.DataType, isBigEndian, layout.MixedBits);
        for (var row = 0; row < samples.Length / pitch; row++)
        {
            unpacker.Unpack(rows.AsSpan(row * rowBytes, rowBytes), 0, samples.AsSpan(row * pitch, pitch));
        }

        if (layout.Predictor == 2)
        {
            Predictors.UndoHorizontal(samples, pitch, layout.BlockSamples, layout.DataType.Size);
            Predictors.KeepLowBits(samples, layout.StoredBits, layout.DataType);
        }
    }

    private void DecompressUnits(PageLayout layout, YCbCrCoding coding, (byte[] Bytes, int Length) stored, byte[] samples)
    {
        var (width, converter) = ((int)layout.BlockWidth, new YCbCrUnits((coding.Across, coding.Down), coding.Luma, coding.Y, coding.Cb, coding.Cr));
        var units = new byte[converter.BytesOf(width, samples.Length / (3 * width))];
        decompressor.Decompress(layout, stored, units, units.Length);
        if (layout.Predictor == 2)
        {
            Predictors.UndoHorizontal(units, 3 * width, 3, 1);
        }

        converter.ToRgb(units, width, samples);
    }

    private static void ToNative(PageLayout layout, bool isBigEndian, Span<byte> samples)
    {
        var row = (int)(layout.BlockWidth * layout.PixelBytes);
        switch (layout.Predictor)
        {
            case 2:
                ByteOrder.ToNative(layout.DataType, isBigEndian, samples);
                Predictors.UndoHorizontal(samples, row, layout.BlockSamples, layout.DataType.Size);
                break;
            case 3:
                Predictors.UndoFloat(samples, row, layout.BlockSamples, layout.DataType.Size);
                break;
            default:
                ByteOrder.ToNative(layout.DataType, isBigEndian, samples);
                break;
        }
    }
}
