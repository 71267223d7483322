using Blosc.Streams;
using OmeZarr.Tiff.Decompression;
using OmeZarr.Tiff.Decompression.Fax;
using OmeZarr.Tiff.Decompression.Xz;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>Undoes the compression of blocks other than JPEG. Thread-safe.</summary>
internal sealed class Decompressor
{
    // Memory for a last strip that is longer than it should be.
    private const long MaxWhole = 1 << 26;
    private const long MaxRatio = 1 << 10;

    private delegate void RowsDecoder(ReadOnlySpan<byte> source, int width, Span<byte> rows);

    private readonly Lazy<ZstdFrames> zstd = new(() => new ZstdFrames());

    /// <summary>Fills the destination with the rows of a block as they were before compression.</summary>
    /// <param name="layout">The page.</param>
    /// <param name="stored">The stored bytes, and perhaps more after them.</param>
    /// <param name="length">Number of stored bytes.</param>
    /// <param name="rows">The destination.</param>
    /// <exception cref="InvalidDataException">The data is damaged, or has fewer rows.</exception>
    public void Decompress(PageLayout layout, byte[] stored, int length, Span<byte> rows)
    {
        var source = stored.AsSpan(0, length);
        var count = layout.Compression switch
        {
            TiffCompression.None => Copy(source, rows),
            TiffCompression.Lzw => LzwDecoder.Decode(source, rows),
            TiffCompression.PackBits => PackBitsDecoder.Decode(source, rows),
            TiffCompression.Zstandard => DecompressZstd(layout, source, rows),
            TiffCompression.Lzma => XzDecoder.Decode(source, rows),
            TiffCompression.Deflate or TiffCompression.OldDeflate => DeflateDecoder.Decode(stored, length, rows),
            TiffCompression.Next => DecodeRows(NextDecoder.Decode, layout, source, rows),
            TiffCompression.ThunderScan => DecodeRows(ThunderScanDecoder.Decode, layout, source, rows),
            _ => DecodeFax(layout, source, rows),
        };
        if (count != rows.Length)
        {
            throw new InvalidDataException($"{Math.Max(0, count)} of {rows.Length} bytes could be decoded");
        }
    }

    private static int Copy(ReadOnlySpan<byte> source, Span<byte> rows)
    {
        var count = Math.Min(source.Length, rows.Length);
        source[..count].CopyTo(rows);
        return count;
    }

    private int DecompressZstd(PageLayout layout, ReadOnlySpan<byte> source, Span<byte> rows)
    {
        var count = zstd.Value.Decompress(source, rows);
        if (count >= 0)
        {
            return count;
        }

        // Some writers store the last strip with as many rows as the others.
        var size = layout.BlockHeight * layout.StoredRowBytes;
        if (size > Math.Max(MaxWhole, MaxRatio * source.Length))
        {
            throw new InvalidDataException($"it has more than the {rows.Length} bytes that it should have");
        }

        var whole = new byte[size];
        count = zstd.Value.Decompress(source, whole);
        if (count < rows.Length)
        {
            throw new InvalidDataException($"it has more than the {whole.Length} bytes that it should have");
        }

        whole.AsSpan(0, rows.Length).CopyTo(rows);
        return rows.Length;
    }

    private static int DecodeRows(RowsDecoder decoder, PageLayout layout, ReadOnlySpan<byte> source, Span<byte> rows)
    {
        decoder(source, (int)layout.BlockWidth, rows);
        return rows.Length;
    }

    private static int DecodeFax(PageLayout layout, ReadOnlySpan<byte> source, Span<byte> rows)
    {
        var scheme = layout.Compression switch
        {
            TiffCompression.CcittRle => FaxScheme.Rle,
            TiffCompression.CcittRleWords => FaxScheme.RleWords,
            TiffCompression.CcittGroup4 => FaxScheme.Group4,
            _ => (layout.FaxOptions & 1) == 0 ? FaxScheme.Group3 : FaxScheme.Group3Mixed,
        };
        FaxDecoder.Decode(source, scheme, (int)layout.BlockWidth, rows);
        return rows.Length;
    }
}
