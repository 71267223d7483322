using OmeZarr.Files;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Reads the image of a file: finds its pages and determines its axes.</summary>
internal static class TiffSeriesReader
{
    private static readonly string[] ColorNames = ["Red", "Green", "Blue", "Alpha"];

    public static TiffMeaning Read(TiffPages directories, ImageFileOptions options)
    {
        var (file, axes) = (directories.File, options.Axes);
        var (pages, first) = ReadPages(directories);
        var description = ReadDescription(directories, first, pages);
        var reason = description is null ? ForeignAxes(directories, first, pages) : Disagreement(file, description, pages);
        if (reason is not null && axes is null)
        {
            throw new TiffFormatException(file.Path, reason);
        }

        var followed = reason is null ? description : null;
        // The lengths stay useful if a letter is unknown, because the user names the axes.
        followed ??= description?.PageCount == pages.Count ? description : null;
        var pageAxes = followed?.PageAxes ?? [new PageAxis(null, pages.Count)];
        var named = AxisNaming.Name(file.Path, pages[0].Layout, pageAxes, followed?.SampleName ?? 'c', axes);
        IReadOnlyList<TiffPage?> allPages = followed is not null && followed.PageCount > pages.Count ? SpreadOut(file, pages[0], followed.PageCount) : pages;
        var series = new TiffSeries
        {
            Pages = allPages,
            Axes = named,
            Layout = pages[0].Layout,
            PixelSizes = [.. named.Select(axis => SizeOf(file, directories.Directories[first], description, axis.Name))],
            Channels = ColorChannels(pages[0].Layout, named),
        };
        return new TiffMeaning { Format = description?.Writer ?? "TIFF", Series = [series] };
    }

    // 2 is RGB; 6 is YCbCr, which the decoder converts to RGB.
    private static FileChannel[] ColorChannels(PageLayout layout, IReadOnlyList<ImageAxis> axes) =>
        layout is { Photometric: 2 or 6, Samples: 3 or 4 } && axes.Any(axis => axis is { Role: AxisRole.Samples, Name: 'c' })
            ? [.. ColorNames.Take(layout.Samples).Select(name => new FileChannel { Name = name })]
            : [];

    private static (List<TiffPage> Pages, int First) ReadPages(TiffPages directories)
    {
        var pages = new List<TiffPage>();
        var first = -1;
        for (var i = 0; i < directories.Directories.Count; i++)
        {
            // Reduced copies and masks are not part of the image.
            if (directories.IsReduced(i))
            {
                continue;
            }

            first = first < 0 ? i : first;
            pages.Add(directories[i]);
            RequireSameImage(directories.File, pages[0], pages[^1]);
        }

        return first < 0 ? throw new TiffFormatException(directories.File.Path, "the file has no page with an image") : (pages, first);
    }

    private static void RequireSameImage(TiffStorage file, TiffPage first, TiffPage page)
    {
        if (!page.Layout.IsSameImage(first.Layout))
        {
            throw new TiffFormatException(
                file.Path, page.Number, $"has {page.Layout.Describe()}, page {first.Number} has {first.Layout.Describe()}; they cannot be one image");
        }
    }

    private static FileDescription? ReadDescription(TiffPages directories, int first, List<TiffPage> pages)
    {
        var (text, layout) = (directories.Text(first, TiffTag.ImageDescription), pages[0].Layout);
        return ImageJDescription.TryParse(text, pages.Count)
            ?? ShapedDescription.TryParse(text, layout.Samples, layout.IsPlanar, layout.Height, layout.Width);
    }

    // The XML of an OME-TIFF defines the order of its pages; reading them as z would be silently wrong.
    private static string? ForeignAxes(TiffPages directories, int first, List<TiffPage> pages) =>
        pages.Count > 1 && directories.Text(first, TiffTag.ImageDescription).Contains("<OME", StringComparison.Ordinal)
            ? $"the order of its {pages.Count} pages is described in OME-XML, which is not read; name the axis of the pages with --axes"
            : null;

    private static string? Disagreement(TiffStorage file, FileDescription description, List<TiffPage> pages)
    {
        if (description.Problem is { } problem)
        {
            return $"the description by {description.Writer} cannot be followed: {problem}; name the axes with --axes";
        }

        if (description.PageCount == pages.Count || (description.PageCount > 1 && IsContiguous(file, pages)))
        {
            return null;
        }

        var lengths = string.Join(" x ", description.PageAxes.Select(axis => axis.Length));
        return $"the description by {description.Writer} speaks of {lengths} pages, the file has {pages.Count}; name the axes with --axes to ignore it";
    }

    // ImageJ (beyond 4 GB) and tifffile (truncate) write one directory, then all pages one after another.
    private static bool IsContiguous(TiffStorage file, List<TiffPage> pages)
    {
        if (pages.Count != 1 || pages[0].Layout is not { IsCompressed: false, IsTiled: false } layout)
        {
            return false;
        }

        var expected = pages[0].Locate(file, 0, 1)[0].Offset;
        for (var block = 0L; block < pages[0].BlockCount; block++)
        {
            if (pages[0].Locate(file, block, 1)[0].Offset != expected)
            {
                return false;
            }

            expected += layout.RowsOf(block % layout.BlocksDown) * layout.StoredRowBytes;
        }

        return true;
    }

    private static ContiguousPages SpreadOut(TiffStorage file, TiffPage first, long count)
    {
        var layout = first.Layout;
        var start = first.Locate(file, 0, 1)[0].Offset;
        var pageBytes = (Int128)layout.Height * layout.StoredRowBytes * (layout.Samples / layout.BlockSamples);
        var present = (file.Length - start) / pageBytes;
        return present >= count && count <= int.MaxValue
            ? new ContiguousPages(file, layout, start, (long)pageBytes, (int)count)
            : throw new TiffFormatException(file.Path, $"truncated: it should hold {count} pages, there is data for {present}");
    }

    private static PhysicalSize? SizeOf(TiffStorage file, TiffDirectory first, FileDescription? description, char axis)
    {
        var tag = axis == 'x' ? TiffTag.XResolution : TiffTag.YResolution;
        return axis is 'x' or 'y' && description?.Unit is { } unit
            ? first.Find(tag)?.ReadRational(file) is { } perUnit ? new PhysicalSize(1 / perUnit, unit) : null
            : description?.Spacings.TryGetValue(axis, out var spacing) == true ? spacing : null;
    }
}
