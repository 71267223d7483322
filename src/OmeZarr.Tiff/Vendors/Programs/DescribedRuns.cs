using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Vendors.Programs;

/// <summary>Finds pages that belong to one description: those of ImageJ and SCIFIO describe all pages of the file, each of tifffile the pages up to the next.</summary>
internal static class DescribedRuns
{
    /// <summary>The images with a description, and the pages without one.</summary>
    public static (List<DescribedRun> Runs, List<TiffPage> Others) Find(TiffPages pages, IReadOnlyList<int> directories, ImageFileOptions options)
    {
        var (runs, others) = (new List<DescribedRun>(), new List<TiffPage>());
        for (var i = 0; i < directories.Count;)
        {
            // Without this, each page of a file that nobody described would look at all pages after it.
            if (i > 0 && !ShapedDescription.IsOne(pages, directories[i]))
            {
                others.Add(pages[directories[i++]]);
                continue;
            }

            var alike = Alike(pages, directories, i, i == 0 && IsOfWholeFile(pages, directories[0]));
            if (Describe(pages, directories[i], alike, i == 0) is not { } description)
            {
                others.Add(pages[directories[i++]]);
                continue;
            }

            var taken = options.Axes is null && description.Problem is null ? (int)Math.Clamp(description.PageCount, 1, alike.Count) : alike.Count;
            runs.Add(new DescribedRun(SpreadOut(pages, [.. alike.Take(taken)], description.PageCount), description));
            i += taken;
        }

        return (runs, others);
    }

    private static bool IsOfWholeFile(TiffPages pages, int directory) =>
        pages.Description(directory) is var text && (ImageJDescription.IsOne(text) || ScifioDescription.IsOne(text));

    private static FileDescription? Describe(TiffPages pages, int directory, List<TiffPage> alike, bool isFirst)
    {
        var text = isFirst ? pages.Description(directory) : string.Empty;
        return ScifioDescription.TryParse(text, alike[0].Layout)
            ?? ImageJDescription.TryParse(pages, directory, text, alike)
            ?? ShapedDescription.TryParse(pages, directory, alike[0].Layout);
    }

    /// <summary>The pages of one size from a page on; only up to the next description unless the first one describes all.</summary>
    private static List<TiffPage> Alike(TiffPages pages, IReadOnlyList<int> directories, int first, bool isOfWholeFile)
    {
        var alike = new List<TiffPage> { pages[directories[first]] };
        for (var i = first + 1; i < directories.Count && pages[directories[i]].Layout.IsSameImage(alike[0].Layout); i++)
        {
            if (!isOfWholeFile && ShapedDescription.IsOne(pages, directories[i]))
            {
                break;
            }

            alike.Add(pages[directories[i]]);
        }

        return alike;
    }

    // ImageJ (beyond 4 GB) and tifffile (truncate) write one directory, then all pages one after another.
    private static IReadOnlyList<TiffPage?> SpreadOut(TiffPages file, List<TiffPage> pages, long count)
    {
        var present = pages.Count == 1 && count is -1 or > 1 ? ContiguousPages.CountPresent(file, pages[0]) : 1;
        return present > 1 ? ContiguousPages.Of(file.File, pages[0], (int)Math.Min(int.MaxValue, count < 0 ? present : Math.Min(present, count))) : pages;
    }
}

/// <summary>Pages that belong to one description.</summary>
internal sealed record DescribedRun(IReadOnlyList<TiffPage?> Pages, FileDescription Description);
