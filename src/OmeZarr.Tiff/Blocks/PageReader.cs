using System.Buffers;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Samples;

namespace OmeZarr.Tiff.Blocks;

/// <summary>Reads windows of pages. It reads only the blocks that intersect a window, and decodes compressed blocks whole through the cache.</summary>
internal sealed class PageReader(BlockCache cache)
{
    // Uncompressed rows are read together up to this size, if the gap between the wanted parts is no larger than this.
    private const int BatchBytes = 1 << 20;
    private const int GapBytes = 1 << 14;

    private readonly BlockDecoder decoder = new();

    /// <summary>Reads a window into its positions in <paramref name="destination"/>.</summary>
    public void Read(TiffPage page, in PageWindow window, Span<byte> destination)
    {
        if (!page.Layout.IsPlanar)
        {
            ReadPlane(page, 0, window, destination);
            return;
        }

        for (var s = 0; s < window.Samples.Count; s++)
        {
            var plane = window with { Samples = (0, 1) };
            ReadPlane(page, window.Samples.First + s, plane, destination[checked((int)(s * window.SampleStride))..]);
        }
    }

    private void ReadPlane(TiffPage page, int plane, in PageWindow window, Span<byte> destination)
    {
        var layout = page.Layout;
        var (firstRow, lastRow) = (window.Rows.First / layout.BlockHeight, (window.Rows.First + window.Rows.Count - 1) / layout.BlockHeight);
        var start = firstRow + (long)((lastRow - firstRow + 1) * Head(layout, window));
        ReadBlocks(page, plane, (start, lastRow), window, destination);
        ReadBlocks(page, plane, (firstRow, start - 1), window, destination);
    }

    /// <summary>The part of the rows of blocks that is read last. Windows side by side share strips, and windows of other samples share all blocks: each begins elsewhere, so that threads that read them at the same time decode different blocks.</summary>
    private static double Head(PageLayout layout, in PageWindow window)
    {
        var across = layout.BlocksAcross == 1 ? window.Columns.First / (double)layout.Width : 0;
        return layout.IsDecodedWhole ? (across + (window.Samples.First / (double)layout.BlockSamples)) % 1 : 0;
    }

    private void ReadBlocks(TiffPage page, int plane, (long First, long Last) blockRows, in PageWindow window, Span<byte> destination)
    {
        var layout = page.Layout;
        var (firstColumn, lastColumn) = (window.Columns.First / layout.BlockWidth, (window.Columns.First + window.Columns.Count - 1) / layout.BlockWidth);
        var across = (int)(lastColumn - firstColumn + 1);
        // The table lists strips, and the tiles of one row, one after another, so one read locates many.
        var rowsAtOnce = layout.BlocksAcross == 1 ? 1024 : 1;
        for (var row = blockRows.First; row <= blockRows.Last; row += rowsAtOnce)
        {
            var rows = (int)Math.Min(rowsAtOnce, blockRows.Last - row + 1);
            var first = (((plane * layout.BlocksDown) + row) * layout.BlocksAcross) + firstColumn;
            var ranges = page.Locate(page.File, first, across * rows);
            for (var i = 0; i < ranges.Length; i++)
            {
                ReadBlock(page, first + i, ranges[i], (row + (i / across), firstColumn + (i % across)), window, destination);
            }
        }
    }

    private void ReadBlock(TiffPage page, long block, BlockRange range, (long Row, long Column) at, in PageWindow window, Span<byte> destination)
    {
        var layout = page.Layout;
        var origin = (Row: at.Row * layout.BlockHeight, Column: at.Column * layout.BlockWidth);
        var part = window.Intersect((origin.Row, layout.BlockHeight), (origin.Column, layout.BlockWidth), out var start);
        part = part with { Rows = (part.Rows.First - origin.Row, part.Rows.Count), Columns = (part.Columns.First - origin.Column, part.Columns.Count) };
        var target = destination[checked((int)start)..];
        if (range is { Offset: 0, Length: 0 })
        {
            // GDAL and others leave out blocks of zeros so.
            ClearRows(layout, part, target);
        }
        else if (layout.IsDecodedWhole)
        {
            var pitch = layout.BlockWidth * layout.PixelBytes;
            var first = (part.Rows.First * pitch) + (part.Columns.First * layout.PixelBytes);
            using var decoded = cache.Get(page, block, Fraction(layout, at, part), memory => decoder.Decode(page, block, range, memory));
            CopyRows(layout, decoded.Bytes[(int)first..], pitch, part, target);
        }
        else
        {
            ReadUncompressed(page, block, range, part, target);
        }
    }

    /// <summary>How much of the samples that a block has of the image a part is.</summary>
    private static double Fraction(PageLayout layout, (long Row, long Column) at, in PageWindow part)
    {
        var rows = Math.Min(layout.BlockHeight, layout.Height - (at.Row * layout.BlockHeight));
        var columns = Math.Min(layout.BlockWidth, layout.Width - (at.Column * layout.BlockWidth));
        return part.Rows.Count / (double)rows * (part.Columns.Count / (double)columns) * (part.Samples.Count / (double)layout.BlockSamples);
    }

    private static void ReadUncompressed(TiffPage page, long block, BlockRange range, in PageWindow part, Span<byte> destination)
    {
        var layout = page.Layout;
        var pitch = layout.StoredRowBytes;
        var columnsAtOnce = Math.Max(1, BatchBytes / layout.PixelBytes);
        for (var c = 0L; c < part.Columns.Count; c += columnsAtOnce)
        {
            var columns = (First: part.Columns.First + c, Count: Math.Min(columnsAtOnce, part.Columns.Count - c));
            var width = columns.Count * layout.PixelBytes;
            var rowsAtOnce = pitch - width <= GapBytes ? Math.Max(1, BatchBytes / Math.Max(pitch, width)) : 1;
            for (var r = 0L; r < part.Rows.Count; r += rowsAtOnce)
            {
                var rows = (First: part.Rows.First + r, Count: Math.Min(rowsAtOnce, part.Rows.Count - r));
                var start = checked((int)((r * part.RowStride) + (c * part.ColumnStride)));
                ReadRows(page, block, range, part with { Rows = rows, Columns = columns }, destination[start..]);
            }
        }
    }

    private static void ReadRows(TiffPage page, long block, BlockRange range, in PageWindow part, Span<byte> destination)
    {
        var (file, layout) = (page.File, page.Layout);
        var pitch = layout.StoredRowBytes;
        var pixelBits = layout.StoredPixelBits;
        var (firstBit, lastBit) = (part.Columns.First * pixelBits, (part.Columns.First + part.Columns.Count) * pixelBits);
        var first = (part.Rows.First * pitch) + (firstBit / 8);
        var length = ((part.Rows.Count - 1) * pitch) + ((lastBit + 7) / 8) - (firstBit / 8);
        if (range.Offset <= 0 || first > range.Length - length || !file.Holds(range.Offset, first + length))
        {
            throw page.Damaged(file, $"{layout.BlockNoun} {block} is truncated: {range.Length} bytes at {range.Offset} of {file.Length}");
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var bytes = buffer.AsSpan(0, (int)length);
            Fetch(page, block, range.Offset + first, bytes);
            if (layout.IsPacked)
            {
                CopyPacked(page, bytes, firstBit % 8, part, destination);
            }
            else
            {
                ByteOrder.ToNative(layout.DataType, file.IsBigEndian, bytes);
                CopyRows(layout, bytes, pitch, part, destination);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CopyPacked(TiffPage page, ReadOnlySpan<byte> source, long firstBit, in PageWindow part, Span<byte> destination)
    {
        var layout = page.Layout;
        var unpacker = new BitUnpacker(layout.StoredBits, layout.DataType, page.File.IsBigEndian, layout.MixedBits);
        var pixels = (int)(part.Columns.Count * layout.PixelBytes);
        var row = ArrayPool<byte>.Shared.Rent(pixels);
        try
        {
            for (var r = 0; r < part.Rows.Count; r++)
            {
                unpacker.Unpack(source[(int)(r * layout.StoredRowBytes)..], firstBit, row.AsSpan(0, pixels));
                var one = part with { Rows = (0, 1) };
                CopyRows(layout, row.AsSpan(0, pixels), pixels, one, destination[checked((int)(r * part.RowStride))..]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(row);
        }
    }

    private static void Fetch(TiffPage page, long block, long offset, Span<byte> bytes)
    {
        var file = page.File;
        if (!file.TryRead(offset, bytes))
        {
            throw page.Damaged(file, $"{page.Layout.BlockNoun} {block} cannot be read: the file ends too early");
        }

        if (page.Layout.IsBitReversed)
        {
            ByteOrder.ReverseBits(bytes);
        }
    }

    private static void ClearRows(PageLayout layout, in PageWindow part, Span<byte> destination)
    {
        var zeros = new byte[checked((int)(part.Columns.Count * layout.PixelBytes))];
        for (var r = 0L; r < part.Rows.Count; r++)
        {
            CopyRows(layout, zeros, zeros.Length, part with { Rows = (0, 1) }, destination[checked((int)(r * part.RowStride))..]);
        }
    }

    /// <summary>Copies a part; <paramref name="source"/> begins with its first pixel.</summary>
    private static void CopyRows(PageLayout layout, ReadOnlySpan<byte> source, long pitch, in PageWindow part, Span<byte> destination)
    {
        var (size, columns) = (layout.DataType.Size, (int)part.Columns.Count);
        for (var s = 0; s < part.Samples.Count; s++)
        {
            for (var r = 0L; r < part.Rows.Count; r++)
            {
                var from = source[(int)((r * pitch) + ((part.Samples.First + s) * size))..];
                var to = destination[(int)((s * part.SampleStride) + (r * part.RowStride))..];
                SampleCopy.Copy(from, layout.PixelBytes, to, part.ColumnStride, columns, size);
            }
        }
    }
}
