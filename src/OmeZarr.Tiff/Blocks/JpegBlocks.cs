using OmeZarr.Tiff.Jpeg;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Samples;

namespace OmeZarr.Tiff.Blocks;

/// <summary>Decodes blocks of JPEG: a stream each, with common tables in a tag.</summary>
internal static class JpegBlocks
{
    private const int MaxTables = 1 << 16;

    /// <summary>Decodes a block to samples in the byte order of the machine.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="offset">Where the block lies in the file.</param>
    /// <param name="stored">The bytes of the block.</param>
    /// <param name="samples">The destination.</param>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static void Decode(TiffPage page, long block, long offset, ReadOnlySpan<byte> stored, Span<byte> samples)
    {
        var layout = page.Layout;
        var (row, column) = (block / layout.BlocksAcross % layout.BlocksDown, block % layout.BlocksAcross);
        var rows = (int)layout.RowsOf(row);
        var request = new JpegRequest
        {
            Size = ((int)layout.BlockWidth, rows),
            // Some writers cut the tiles at the edges.
            Needed = ((int)Math.Min(layout.BlockWidth, layout.Width - (column * layout.BlockWidth)), (int)Math.Min(rows, layout.Height - (row * layout.BlockHeight))),
            Components = layout.BlockSamples,
            Bits = layout.StoredBits,
            ToRgb = layout is { Photometric: PageLayout.YCbCr, Samples: 3 },
        };
        if (page.JpegHeader is { } header)
        {
            JpegDecoder.Decode([], [.. header, .. WithoutMarker(stored), 0xFF, 0xD9], request, samples);
        }
        else if (page.OldJpeg is { } tags)
        {
            DecodeOld(tags, new OldJpegStream(tags, page.Locate(page.File, 0, 1)[0].Offset).Assemble(offset, stored, request), request, samples);
        }
        else
        {
            JpegDecoder.Decode(ReadTables(page), stored, request, samples);
        }
    }

    // LibTIFF, which other programs use for old JPEG, repeats colour differences and follows the tags of YCbCr, instead of what libjpeg does.
    private static void DecodeOld(TiffDirectory tags, byte[] stream, JpegRequest request, Span<byte> samples)
    {
        JpegDecoder.Decode([], stream, request with { ToRgb = false, RepeatsSamples = request.ToRgb }, samples);
        if (request.ToRgb)
        {
            var coding = YCbCrCoding.Read(tags);
            new YCbCrUnits((1, 1), coding.Luma, coding.Y, coding.Cb, coding.Cr).ToRgb(samples, request.Size.Width, samples);
        }
    }

    // The marker behind an interval belongs to the next one.
    private static ReadOnlySpan<byte> WithoutMarker(ReadOnlySpan<byte> interval) => interval is [.., 0xFF, >= 0xD0 and <= 0xD9] ? interval[..^2] : interval;

    private static byte[] ReadTables(TiffPage page)
    {
        if (page.JpegTables is not { } field)
        {
            return [];
        }

        return field.TryReadBytes(page.File, MaxTables, out var tables) ? tables : throw page.Damaged(page.File, "tag JpegTables is damaged");
    }
}
