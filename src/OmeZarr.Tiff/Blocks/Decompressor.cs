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
    /// <param name="stored">An array that begins with the stored bytes, and their number.</param>
    /// <param name="rows">The destination.</param>
    /// <param name="needed">The bytes of the rows that belong to the image. What is missing behind them stays as it is.</param>
    /// <exception cref="InvalidDataException">The data is damaged, or has fewer rows.</exception>
    public void Decompress(PageLayout layout, (byte[] Bytes, int Length) stored, Span<byte> rows, long needed)
    {
        var source = stored.Bytes.AsSpan(0, stored.Length);
        var count = layout.Compression switch
        {
            TiffCompression.None => Copy(source, rows),
            TiffCompression.Lzw => LzwDecoder.Decode(source, rows),
            TiffCompression.PackBits => PackBitsDecoder.Decode(source, rows),
            TiffCompression.Zstandard => DecompressZstd(layout, source, rows),
            TiffCompression.Lzma => XzDecoder.Decode(source, rows),
            TiffCompression.Deflate or TiffCompression.OldDeflate => DeflateDecoder.Decode(stored.Bytes, stored.Length, rows),
            TiffCompression.Next => DecodeRows(NextDecoder.Decode, layout, source, rows),
            TiffCompression.ThunderScan => DecodeRows(ThunderScanDecoder.Decode, layout, source, rows),
            _ => DecodeFax(layout, source, rows),
        };
        if (count < needed)
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
