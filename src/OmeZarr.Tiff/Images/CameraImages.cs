using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Images below a page that is their thumbnail, as cameras write them (TIFF/EP, DNG): the page is marked as a smaller copy, and the images are in its tag SubIFDs.</summary>
internal static class CameraImages
{
    /// <summary>The images, then the thumbnail; null if the page is none, or has no images below it.</summary>
    public static List<TiffSeries>? TryRead(TiffPages file, TiffSeries series, SeriesBuilder builder)
    {
        if (series.Pages is not [{ } thumbnail] || file.DirectoryOf(thumbnail) is null || !file.IsReduced(thumbnail.Number) || SubPages.Offsets(file, thumbnail) is not { } offsets)
        {
            return null;
        }

        var (main, copies) = (new List<TiffPage>(), new List<TiffPage>());
        foreach (var offset in offsets)
        {
            AddPage(file, thumbnail, offset, main, copies, builder);
        }

        if (main.Count == 0)
        {
            return null;
        }

        var images = PageSorter.Group(main).Select(pages => LevelFinder.Attach(builder.Build(pages, FileDescription.Unnamed("TIFF", pages.Count)), PageSorter.Group(copies)));
        return [.. images, series with { Kind = FileImageKind.Thumbnail }];
    }

    private static void AddPage(TiffPages file, TiffPage thumbnail, long offset, List<TiffPage> main, List<TiffPage> copies, SeriesBuilder builder)
    {
        var isCopy = false;
        try
        {
            var directory = TiffDirectory.ReadAt(file.File, thumbnail.Number, offset);
            isCopy = (directory.IntegerOrNull(TiffTag.NewSubfileType) & 1) == 1;
            (isCopy ? copies : main).Add(file.Read(directory));
        }
        catch (TiffFormatException error) when (!isCopy)
        {
            builder.Add(FileFindingKind.LeftOut, $"an image below a page (SubIFDs) cannot be read: {error.Detail}");
        }
        catch (TiffFormatException)
        {
            // A smaller copy that cannot be read is no level.
        }
    }
}
