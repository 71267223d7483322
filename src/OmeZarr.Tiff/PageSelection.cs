using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff;

/// <summary>One page of a file as an image, for <see cref="ImageFileOptions.Page"/>.</summary>
internal static class PageSelection
{
    /// <summary>Reads the image of one page; sizes and channels are those of the image that it belongs to.</summary>
    /// <exception cref="ArgumentException">There is no such page.</exception>
    public static TiffMeaning Read(TiffPages pages, int page, ImageFileOptions options, Func<TiffPages, ImageFileOptions, TiffMeaning> readWhole)
    {
        var whole = TryReadWhole(pages, options, readWhole);
        var series = whole?.Series.SelectMany(series => series.Levels.Prepend(series)).FirstOrDefault(series => IndexOf(pages, series, page) >= 0);
        var index = series is null ? -1 : IndexOf(pages, series, page);
        var selected = series is null ? Alone(pages, page) : series.Pages[index]!;
        var builder = new SeriesBuilder(pages, options);
        var description = new FileDescription
        {
            Writer = whole?.Format ?? "TIFF",
            PageAxes = [],
            Sizes = series is null ? Resolution.IfPlausible(pages, page) : Sizes(series),
            Channels = series is null ? [] : Channels(series, index),
            Name = series?.Name,
            Kind = series?.Kind ?? FileImageKind.Image,
        };
        return new TiffMeaning { Format = description.Writer, Series = [builder.Build([selected], description)], Findings = builder.Findings, Resources = whole?.Resources };
    }

    // A page can be read where the meaning of the file as a whole cannot.
    private static TiffMeaning? TryReadWhole(TiffPages pages, ImageFileOptions options, Func<TiffPages, ImageFileOptions, TiffMeaning> readWhole)
    {
        try
        {
            return readWhole(pages, options with { Axes = null, Sizes = new Dictionary<char, long>(), Page = null });
        }
        catch (TiffFormatException)
        {
            return null;
        }
    }

    private static TiffPage Alone(TiffPages pages, int page) => page >= 0 && page < pages.Directories.Count
        ? pages[page]
        : throw new ArgumentException($"there is no page {page}; {pages.File.Path} has {pages.Directories.Count}, counted from 0");

    private static int IndexOf(TiffPages pages, TiffSeries series, int page)
    {
        // Pages without directories are counted along the image; those of other files of a set are not meant.
        bool IsMeant(int i) => series.Pages[i] is { } candidate && candidate.Number == page && candidate.File == pages.File;
        var direct = page >= 0 && page < series.Pages.Count && IsMeant(page) ? page : -1;
        for (var i = 0; i < series.Pages.Count && direct < 0; i++)
        {
            direct = IsMeant(i) ? i : -1;
        }

        return direct;
    }

    private static Dictionary<char, PhysicalSize> Sizes(TiffSeries series) =>
        series.Axes.Zip(series.PixelSizes).Where(axis => axis.Second is not null && axis.First.Name is 'y' or 'x').ToDictionary(axis => axis.First.Name, axis => axis.Second!.Value);

    private static IReadOnlyList<FileChannel> Channels(TiffSeries series, int index)
    {
        if (series.Axes.FirstOrDefault(axis => axis.Name == 'c') is not { Role: AxisRole.Pages } axis || series.Channels.Count != axis.Length)
        {
            return series.Channels;
        }

        var first = (int)(index / axis.PageStride % (axis.Length / axis.SamplesPerPage)) * axis.SamplesPerPage;
        return [.. series.Channels.Skip(first).Take(axis.SamplesPerPage)];
    }
}
