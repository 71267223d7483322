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

        LeaveOutUnreadable(pages, main, builder);
        return (main.Count, reduced.Count) switch
        {
            (0, 0) => throw new TiffFormatException(pages.File.Path, "the file has no page with an image"),
            (0, _) => new PageSorter(reduced, []),
            _ => new PageSorter(main, [.. reduced.Select(directory => TryRead(pages, directory)).OfType<TiffPage>()]),
        };
    }

    /// <summary>A page that cannot be read and has a size of its own is another image, which is left out. One with the size of others is part of their image, so that it is an error.</summary>
    private static void LeaveOutUnreadable(TiffPages pages, List<int> main, SeriesBuilder builder)
    {
        var (unreadable, sizes) = (new List<(int Directory, TiffFormatException Error)>(), new HashSet<(long?, long?)>());
        foreach (var directory in main)
        {
            try
            {
                var layout = pages[directory].Layout;
                sizes.Add((layout.Width, layout.Height));
            }
            catch (TiffFormatException error)
            {
                unreadable.Add((directory, error));
            }
        }

        foreach (var (directory, error) in sizes.Count == 0 ? [] : unreadable)
        {
            var tags = pages.Directories[directory];
            if (sizes.Contains((tags.IntegerOrNull(TiffTag.ImageWidth), tags.IntegerOrNull(TiffTag.ImageLength))))
            {
                throw error;
            }

            main.Remove(directory);
            builder.Add(FileFindingKind.LeftOut, $"page {directory} is an image of its own, which cannot be read: {error.Message}");
        }
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
