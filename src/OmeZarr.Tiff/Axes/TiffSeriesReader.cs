using System.Text;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Reads the image of a file: finds its pages and determines its axes.</summary>
internal static class TiffSeriesReader
{
    // OME-XML and ImageJ plugins write megabytes; the beginning identifies the description.
    private const int MaxDescription = 1 << 20;

    public static TiffSeries Read(TiffStorage file, string? axes)
    {
        var (pages, first) = ReadPages(file);
        var description = ReadDescription(file, first, pages);
        var reason = description is null ? ForeignAxes(file, first, pages) : Disagreement(file, description, pages);
        if (reason is not null && axes is null)
        {
            throw new TiffFormatException(file.Path, reason);
        }

        var followed = reason is null ? description : null;
        // The lengths stay useful if a letter is unknown, because the user names the axes.
        followed ??= description?.PageCount == pages.Count ? description : null;
        var pageAxes = followed?.PageAxes ?? [new PageAxis(null, pages.Count)];
        var named = AxisNaming.Name(file.Path, pages[0].Layout, pageAxes, followed?.SampleName ?? 'c', axes);
        IReadOnlyList<TiffPage> allPages = followed is not null && followed.PageCount > pages.Count ? SpreadOut(file, pages[0], followed.PageCount) : pages;
        return new TiffSeries { Pages = allPages, Axes = named, PixelSizes = [.. named.Select(axis => SizeOf(file, first, description, axis.Name))] };
    }

    private static (List<TiffPage> Pages, TiffDirectory First) ReadPages(TiffStorage file)
    {
        var pages = new List<TiffPage>();
        TiffDirectory? first = null;
        foreach (var directory in TiffDirectory.ReadAll(file))
        {
            // Reduced copies and masks (TIFF 6.0, NewSubfileType) are not part of the image.
            if ((directory.Integer(TiffTag.NewSubfileType, 0) & 5) != 0 || directory.Integer(TiffTag.SubfileType, 1) == 2)
            {
                continue;
            }

            var layout = PageLayoutReader.Read(directory);
            first ??= directory;
            // Nearly all pages have equal layouts, so they share one object.
            pages.Add(TiffPage.Read(directory, pages.Count > 0 && layout == pages[^1].Layout ? pages[^1].Layout : layout, file));
            RequireSameImage(file, pages[0], pages[^1]);
        }

        return first is null ? throw new TiffFormatException(file.Path, "the file has no page with an image") : (pages, first);
    }

    private static void RequireSameImage(TiffStorage file, TiffPage first, TiffPage page)
    {
        if (!page.Layout.IsSameImage(first.Layout))
        {
            throw new TiffFormatException(
                file.Path, page.Number, $"has {page.Layout.Describe()}, page {first.Number} has {first.Layout.Describe()}; they cannot be one image");
        }
    }

    private static FileDescription? ReadDescription(TiffStorage file, TiffDirectory first, List<TiffPage> pages)
    {
        var (text, layout) = (Text(file, first), pages[0].Layout);
        return ImageJDescription.TryParse(text, pages.Count)
            ?? ShapedDescription.TryParse(text, layout.Samples, layout.IsPlanar, layout.Height, layout.Width);
    }

    // ImageJ writes Latin-1 or escapes, OME and tifffile UTF-8.
    private static string Text(TiffStorage file, TiffDirectory first)
    {
        if (first.Find(TiffTag.ImageDescription) is not { } field || !field.TryReadBytes(file, MaxDescription, out var bytes))
        {
            return "";
        }

        var text = bytes.AsSpan().TrimEnd((byte)0);
        return System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }

    // The XML of an OME-TIFF defines the order of its pages; reading them as z would be silently wrong.
    private static string? ForeignAxes(TiffStorage file, TiffDirectory first, List<TiffPage> pages) =>
        pages.Count > 1 && Text(file, first).Contains("<OME", StringComparison.Ordinal)
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

            expected += layout.RowsOf(block % layout.BlocksDown) * layout.Width * layout.PixelBytes;
        }

        return true;
    }

    private static ContiguousPages SpreadOut(TiffStorage file, TiffPage first, long count)
    {
        var layout = first.Layout;
        var start = first.Locate(file, 0, 1)[0].Offset;
        var pageBytes = (Int128)layout.Width * layout.Height * layout.Samples * layout.DataType.Size;
        var present = (file.Length - start) / pageBytes;
        return present >= count && count <= int.MaxValue
            ? new ContiguousPages(layout, start, (long)pageBytes, (int)count)
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
