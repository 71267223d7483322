using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>Finds the smaller copies of an image: each page of full resolution lists its own in the tag SubIFDs.</summary>
internal static class OmeLevels
{
    private const int MostLevels = 64;

    /// <summary>The levels, from large to small; none if the planes disagree about them, which becomes a finding.</summary>
    public static IReadOnlyList<TiffSeries> Of(OmePlanes planes, TiffSeries series, string what, List<FileFinding> findings)
    {
        var pages = planes.Pages.Where(page => !page.IsMissing).ToArray();
        var counts = pages.Select(page => SubIfds(page)?.Count ?? 0).Distinct().ToArray();
        if (counts is [0])
        {
            return [];
        }

        try
        {
            return counts is [<= MostLevels and var count]
                ? [.. Enumerable.Range(0, (int)count).Select(level => Level(planes, series, level))]
                : LeaveOut("its planes have different numbers of smaller copies");
        }
        catch (TiffFormatException error)
        {
            return LeaveOut(error.Message);
        }

        TiffSeries[] LeaveOut(string reason)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{what}: its smaller copies are not read: {reason}"));
            return [];
        }
    }

    private static TiffField? SubIfds(OmePage page) => page.File!.Directory(page.Number).Find(TiffTag.SubIfds);

    private static TiffSeries Level(OmePlanes planes, TiffSeries series, int level)
    {
        var first = Read(planes.Pages.First(page => !page.IsMissing), level);
        if (first.Layout.Samples != series.Layout.Samples || first.Layout.DataType != series.Layout.DataType
            || first.Layout.Width > series.Layout.Width || first.Layout.Height > series.Layout.Height)
        {
            throw new TiffFormatException(first.File.Path, first.Number, $"has a smaller copy of {first.Layout.Describe()}, itself it has {series.Layout.Describe()}");
        }

        return series with
        {
            Pages = new LazyPages(planes.Pages.Length, plane => planes.Pages[plane].IsMissing ? null : Read(planes.Pages[plane], level, first.Layout)),
            Layout = first.Layout,
            Axes = [.. series.Axes.Select(axis => axis with { Length = axis.Role switch { AxisRole.Rows => first.Layout.Height, AxisRole.Columns => first.Layout.Width, _ => axis.Length } })],
            PixelSizes = [.. series.Axes.Select(_ => (PhysicalSize?)null)],
        };
    }

    private static TiffPage Read(OmePage page, int level, PageLayout expected) => Read(page, level) is var read && read.Layout.IsSameImage(expected)
        ? read
        : throw new TiffFormatException(read.File.Path, read.Number, $"has a smaller copy of {read.Layout.Describe()}, the other planes have {expected.Describe()}");

    private static TiffPage Read(OmePage page, int level)
    {
        var (file, offset) = (page.File!, new long[1]);
        return SubIfds(page)!.Value.TryReadIntegers(file.Storage, level, offset)
            ? file.Read(TiffDirectory.ReadAt(file.Storage, page.Number, offset[0]))
            : throw new TiffFormatException(file.Path, page.Number, "tag SubIFDs is damaged");
    }
}
