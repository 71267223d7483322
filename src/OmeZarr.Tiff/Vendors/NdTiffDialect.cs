using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;

namespace OmeZarr.Tiff.Vendors;

/// <summary>NDTiff, which Micro-Manager 2 and Pycro-Manager write: each page has JSON with its place along axes of any names. Places along axes other than t, c and z are images.</summary>
internal static class NdTiffDialect
{
    private const string Writer = "NDTiff";

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (options.Axes is not null || NdTiffPage.ReadAll(file) is not { Count: > 0 } pages)
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var others = NdTiffPage.OtherAxes(pages);
        string? NameOf(NdTiffPage page) => others.Length == 0 ? null : string.Join(", ", others.Select(axis => $"{axis} {page.Find(axis)}"));
        List<TiffSeries> series = [.. pages.GroupBy(NameOf).Select(group => ReadImage(file, [.. group], group.Key, builder))];
        if (File.Exists(Path.ChangeExtension(file.File.Path, null) + "_1.tif"))
        {
            builder.Add(FileFindingKind.Missing, "the acquisition goes on in other files, which are not read");
        }

        return new TiffMeaning { Format = Writer, Series = series, Findings = builder.Findings };
    }

    private static TiffSeries ReadImage(TiffPages file, List<NdTiffPage> pages, string? name, SeriesBuilder builder)
    {
        var (times, slices, channels) = (NdTiffPage.Distinct(pages.Select(page => page.Time)), NdTiffPage.Distinct(pages.Select(page => page.Slice)), NdTiffPage.Distinct(pages.Select(page => page.ChannelPlace)));
        if ((Int128)times.Count * slices.Count * channels.Count > 10L * pages.Count)
        {
            throw new TiffFormatException(file.File.Path, $"{times.Count} frames of {slices.Count} slices of {channels.Count} channels are announced by NDTiff, there are {pages.Count} pages");
        }

        var planes = new NdTiffPlanes(times, slices, channels);
        foreach (var page in pages)
        {
            file[page.Page].RequireSameImage(file[pages[0].Page].Layout);
            planes.Put(page, file[page.Page]);
        }

        Report(planes, name, builder);
        return builder.Build(planes.Pages, new FileDescription
        {
            Writer = Writer,
            PageAxes = [new PageAxis('t', times.Count), new PageAxis('z', slices.Count), new PageAxis('c', channels.Count)],
            Sizes = Sizes(file, pages, slices),
            Channels = [.. channels.Select(channel => new FileChannel { Name = ChannelName(pages, channel) })],
            Name = name,
        });
    }

    private static void Report(NdTiffPlanes planes, string? name, SeriesBuilder builder)
    {
        var image = name is null ? string.Empty : $" of the image at {name}";
        if (planes.Replaced > 0)
        {
            builder.Add(FileFindingKind.LeftOut, planes.Replaced == 1 ? $"1 page{image} has a newer version later in the file, and is not read" : $"{planes.Replaced} pages{image} have newer versions later in the file, and are not read");
        }

        if (planes.Missing > 0)
        {
            builder.Add(FileFindingKind.Missing, $"{planes.Missing} of {planes.Pages.Length} planes{image} are not in the file and are read as zeros");
        }
    }

    private static Dictionary<char, PhysicalSize> Sizes(TiffPages file, List<NdTiffPage> pages, List<NdTiffCoordinate> slices)
    {
        var sizes = pages[0].PixelSize is > 0 ? [] : Resolution.IfPlausible(file, pages[0].Page);
        Resolution.Add(sizes, 'x', pages[0].PixelSize, "micrometer");
        Resolution.Add(sizes, 'y', pages[0].PixelSize, "micrometer");
        var heights = slices.Select(slice => pages.Find(page => page.Slice == slice)?.Z).ToArray();
        Resolution.Add(sizes, 'z', heights.Length > 1 ? Math.Abs((heights[^1] - heights[0]) ?? 0) / (heights.Length - 1) : null, "micrometer");
        return sizes;
    }

    // Older versions number the channels, and their pages have the names.
    private static string? ChannelName(List<NdTiffPage> pages, NdTiffCoordinate channel)
    {
        if (channel.Text is { } text)
        {
            return text;
        }

        var name = pages.Find(page => page.ChannelPlace == channel)?.Channel;
        return string.IsNullOrWhiteSpace(name) || pages.Exists(page => page.ChannelPlace != channel && page.Channel == name) ? null : name;
    }
}
