using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Finds smaller copies of an image among other pages.</summary>
internal static class LevelFinder
{
    // Images that differ by less than this are rather two images.
    private const double LeastFactor = 1.4;

    /// <summary>The image with its smaller copies, which are removed from <paramref name="groups"/>.</summary>
    /// <param name="series">The image.</param>
    /// <param name="groups">Lists of pages of equal size; a copy has as many pages as the image.</param>
    public static TiffSeries Attach(TiffSeries series, List<List<TiffPage>> groups)
    {
        var levels = new List<TiffSeries>(series.Levels);
        foreach (var group in groups.Where(group => group.Count == series.Pages.Count).OrderByDescending(group => group[0].Layout.Width).ToList())
        {
            if (IsCopy(series.Layout, group[0].Layout) && (levels.Count == 0 || IsCopy(levels[^1].Layout, group[0].Layout)))
            {
                levels.Add(series.WithPages(group, group[0].Layout));
                groups.Remove(group);
            }
        }

        return series with { Levels = levels };
    }

    /// <summary>Whether a page can be a smaller copy of another: its sides are those of the other, divided by one factor and rounded in any way.</summary>
    public static bool IsCopy(PageLayout large, PageLayout small)
    {
        if (small.Samples != large.Samples || small.DataType != large.DataType || large.Width < LeastFactor * small.Width)
        {
            return false;
        }

        var (x, y) = (Factors(large.Width, small.Width), Factors(large.Height, small.Height));
        return Math.Max(x.Least, y.Least) <= Math.Min(x.Most, y.Most);
    }

    /// <summary>The factors that can give the small length.</summary>
    private static (double Least, double Most) Factors(long large, long small) =>
        (large / (small + 1.0), small == 1 ? double.PositiveInfinity : large / (small - 1.0));
}
