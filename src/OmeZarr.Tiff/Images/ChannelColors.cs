using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>The channels of an image: what the program says, and what the tag PhotometricInterpretation says.</summary>
internal static class ChannelColors
{
    private const int WhiteIsZero = 0;

    public static IReadOnlyList<FileChannel> Read(
        TiffPage page, IReadOnlyList<ImageAxis> axes, IReadOnlyList<FileChannel> described, SeriesBuilder builder)
    {
        var channels = axes.FirstOrDefault(axis => axis.Name == 'c');
        var count = channels?.Length ?? 1;
        IReadOnlyList<FileChannel> known = described.Count != count ? SampleNames(page.Layout, channels)
            : described.Any(channel => channel != new FileChannel()) ? described
            : [];
        return page.Layout.Photometric switch
        {
            WhiteIsZero => [.. (known.Count > 0 ? known : [.. Enumerable.Repeat(new FileChannel(), (int)Math.Min(count, int.MaxValue))]).Select(channel => channel with { IsInverted = true })],
            PageLayout.Palette when known.All(channel => channel.Color is null) => OfPalette(page, known, builder),
            _ => known,
        };
    }

    // 2 is RGB; 6 is YCbCr, which the decoder converts to RGB; 5 is CMYK; 8 is CIE L*a*b*.
    private static FileChannel[] SampleNames(PageLayout layout, ImageAxis? channels)
    {
        string[] names = channels is { Role: AxisRole.Samples }
            ? (layout.Photometric, layout.Samples) switch
            {
                (2 or 6, 3 or 4) => ["Red", "Green", "Blue", "Alpha"],
                (5, 4) => ["Cyan", "Magenta", "Yellow", "Black"],
                (8 or 9 or 10, 3) => ["L*", "a*", "b*"],
                _ => [],
            }
            : [];
        return [.. names.Take(layout.Samples).Select(name => new FileChannel { Name = name })];
    }

    private static IReadOnlyList<FileChannel> OfPalette(TiffPage page, IReadOnlyList<FileChannel> known, SeriesBuilder builder)
    {
        if (Ramp(page) is { } color)
        {
            return known.Count == 0 ? [new FileChannel { Color = color }] : known;
        }

        builder.Add(FileFindingKind.LeftOut, $"page {page.Number} shows its values through a table of colours, which is not read; the values are indexes of this table");
        return known;
    }

    /// <summary>The colour of the last entry if the table runs from black to this colour in equal steps; otherwise null.</summary>
    private static string? Ramp(TiffPage page)
    {
        if (TryReadTable(page) is not { } table)
        {
            return null;
        }

        var length = table.Length / 3;
        byte[] last = [.. Enumerable.Range(1, 3).Select(color => (byte)(table[(color * length) - 1] >> 8))];
        return last.Any(value => value > 0) && Enumerable.Range(0, 3).All(color => IsRamp(table.AsSpan(color * length, length))) ? Convert.ToHexString(last) : null;
    }

    // The values are indexes, so they can be read without the table.
    private static ushort[]? TryReadTable(TiffPage page)
    {
        try
        {
            return page.ReadColorMap(page.File);
        }
        catch (TiffFormatException)
        {
            return null;
        }
    }

    private static bool IsRamp(ReadOnlySpan<ushort> values)
    {
        var last = values[^1];
        for (var i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i] - (last * (double)i / (values.Length - 1))) > 0x0300)
            {
                return false;
            }
        }

        return true;
    }
}
