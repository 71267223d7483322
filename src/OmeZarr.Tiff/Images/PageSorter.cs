using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Sorts the pages of a file: pages of images, reduced copies, masks.</summary>
internal sealed class PageSorter
{
    private PageSorter(IReadOnlyList<int> main, IReadOnlyList<TiffPage> reduced) => (Main, Reduced) = (main, reduced);

    /// <summary>The directories of images; all directories of reduced copies if there are no others.</summary>
    public IReadOnlyList<int> Main { get; }

    /// <summary>The reduced copies that can be read.</summary>
    public IReadOnlyList<TiffPage> Reduced { get; }

    /// <exception cref="TiffFormatException">The file has no page with an image.</exception>
    public static PageSorter Sort(TiffPages pages, SeriesBuilder builder)
    {
        var (main, reduced, masks) = (new List<int>(), new List<int>(), new List<int>());
        for (var i = 0; i < pages.Directories.Count; i++)
        {
            (pages.IsMask(i) ? masks : pages.IsReduced(i) ? reduced : main).Add(i);
        }

        if (masks.Count > 0)
        {
            builder.Add(FileFindingKind.LeftOut, masks.Count == 1 ? $"page {masks[0]} is a mask, which is not read" : $"{masks.Count} pages are masks, which are not read; the first is page {masks[0]}");
        }

        return (main.Count, reduced.Count) switch
        {
            (0, 0) => throw new TiffFormatException(pages.File.Path, "the file has no page with an image"),
            (0, _) => new PageSorter(reduced, []),
            _ => new PageSorter(main, [.. reduced.Select(directory => TryRead(pages, directory)).OfType<TiffPage>()]),
        };
    }

    /// <summary>Pages of equal images, in the order of their first pages.</summary>
    public static List<List<TiffPage>> Group(IEnumerable<TiffPage> pages) =>
        [.. pages.GroupBy(page => (page.Layout.Width, page.Layout.Height, page.Layout.Samples, page.Layout.DataType)).Select(group => group.ToList())];

    // A small copy is of use as a level only, so it may use features that are not supported.
    private static TiffPage? TryRead(TiffPages pages, int directory)
    {
        try
        {
            return pages[directory];
        }
        catch (TiffFormatException)
        {
            return null;
        }
    }
}
