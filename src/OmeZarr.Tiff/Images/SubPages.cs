using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Finds smaller copies in the tag SubIFDs of the pages of an image.</summary>
internal static class SubPages
{
    private const int MaxLevels = 64;

    /// <summary>The image with the smaller copies that its pages list.</summary>
    public static TiffSeries Attach(TiffPages file, TiffSeries series, SeriesBuilder builder)
    {
        if (Offsets(file, series.Pages[0]) is not { Length: > 0 } first)
        {
            return series;
        }

        // Directories that overlap could be many times as long as the file together.
        var budget = file.File.Length;
        var levels = new List<List<TiffPage>>();
        for (var level = 0; level < first.Length && TryRead(file, series, level, ref budget) is { } pages; level++)
        {
            levels.Add(pages);
        }

        var result = LevelFinder.Attach(series, levels);
        if (result.Levels.Count - series.Levels.Count < first.Length)
        {
            builder.Add(FileFindingKind.LeftOut, first.Length == 1
                ? $"page {series.Pages[0]!.Number} has a page below it (SubIFDs), which is no smaller copy and is not read"
                : $"page {series.Pages[0]!.Number} has {first.Length} pages below it (SubIFDs), of which {first.Length - result.Levels.Count} are no smaller copies and are not read");
        }

        return result;
    }

    private static List<TiffPage>? TryRead(TiffPages file, TiffSeries series, int level, ref long budget)
    {
        var pages = new List<TiffPage>();
        foreach (var page in series.Pages)
        {
            if (Offsets(file, page) is not { } offsets || level >= offsets.Length || TryRead(file, page!, offsets[level], ref budget) is not { } sub)
            {
                return null;
            }

            pages.Add(sub);
        }

        return pages.TrueForAll(page => page.Layout.IsSameImage(pages[0].Layout)) ? pages : null;
    }

    /// <summary>Where the pages below a page are; null without any.</summary>
    public static long[]? Offsets(TiffPages file, TiffPage? page)
    {
        if (page is null || file.DirectoryOf(page)?.Find(TiffTag.SubIfds) is not { Count: >= 1 and <= MaxLevels } field)
        {
            return null;
        }

        var offsets = new long[field.Count];
        return field.TryReadIntegers(file.File, 0, offsets) ? offsets : null;
    }

    // What cannot be read is no level; a finding says so.
    private static TiffPage? TryRead(TiffPages file, TiffPage page, long offset, ref long budget)
    {
        try
        {
            var directory = TiffDirectory.ReadAt(file.File, page.Number, offset, out var size);
            budget -= size;
            return budget >= 0 ? file.Read(directory) : null;
        }
        catch (TiffFormatException)
        {
            return null;
        }
    }
}
