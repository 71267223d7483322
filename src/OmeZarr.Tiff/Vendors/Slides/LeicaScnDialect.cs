using System.Xml.Linq;
using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Slides;

/// <summary>SCN files of Leica: XML in the first description lists images, and for each its pages by resolution, channel and focal plane.</summary>
internal static class LeicaScnDialect
{
    private const double MicrometersPerNanometer = 1e-3;
    private const int MostPlanes = 1 << 20;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        var text = file.Description(0);
        if (!text.AsSpan().TrimEnd().EndsWith("</scn>", StringComparison.Ordinal) || VendorXml.TryParse(text) is not { } root)
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var collection = root.Children("collection").FirstOrDefault() ?? throw new TiffFormatException(file.File.Path, "damaged: its XML by Leica has no collection");
        var series = collection.Children("image").Select(image => ReadImage(file, collection, image, builder)).OrderBy(image => image.Kind).ToArray();
        return series.Length > 0
            ? new TiffMeaning { Format = "SCN", Series = series, Findings = builder.Findings }
            : throw new TiffFormatException(file.File.Path, "damaged: its XML by Leica has no image");
    }

    private static TiffSeries ReadImage(TiffPages file, XElement collection, XElement image, SeriesBuilder builder)
    {
        var dimensions = image.Children("pixels").SelectMany(pixels => pixels.Children("dimension")).ToArray();
        var (channels, planes) = (Length(dimensions, "c"), Length(dimensions, "z"));
        var levels = dimensions.GroupBy(dimension => dimension.Integer("r") ?? 0).OrderBy(level => level.Key).Select(level => Pages(file, level, channels, planes)).ToArray();
        if (levels.Length == 0 || Array.Exists(levels, level => level.All(page => page is null)))
        {
            throw new TiffFormatException(file.File.Path, $"damaged: image \"{image.Attribute("name")?.Value}\" of its XML by Leica has no pages");
        }

        var first = levels[0].First(page => page is not null)!;
        var series = builder.Build(levels[0], Describe(collection, image, first.Layout, channels, planes));
        if (levels[0].Any(page => page is null))
        {
            builder.Add(FileFindingKind.Missing, $"image \"{series.Name}\" lacks planes, which are read as zeros");
        }

        var smaller = levels.Skip(1).Where(level => level.All(page => page is not null)).Select(level => level.ConvertAll(page => page!)).ToList();
        return LevelFinder.Attach(series, smaller);
    }

    private static int Length(XElement[] dimensions, string attribute) => dimensions.Length == 0 ? 1 : dimensions.Max(dimension => dimension.Integer(attribute) ?? 0) + 1;

    private static List<TiffPage?> Pages(TiffPages file, IEnumerable<XElement> dimensions, int channels, int planes)
    {
        if ((long)channels * planes > MostPlanes)
        {
            throw new TiffFormatException(file.File.Path, $"damaged: its XML by Leica has {channels} channels of {planes} planes");
        }

        var pages = new TiffPage?[channels * planes];
        foreach (var dimension in dimensions)
        {
            var page = dimension.Integer("ifd") is { } ifd && ifd < file.Directories.Count
                ? file[ifd]
                : throw new TiffFormatException(file.File.Path, $"damaged: its XML by Leica names page {dimension.Attribute("ifd")?.Value} of {file.Directories.Count}");
            pages[((dimension.Integer("c") ?? 0) * planes) + (dimension.Integer("z") ?? 0)] = page;
        }

        return Array.Exists(pages, page => page is not null && !page.Layout.IsSameImage(pages.First(other => other is not null)!.Layout))
            ? throw new TiffFormatException(file.File.Path, "damaged: pages of one image of its XML by Leica differ in size or type")
            : [.. pages];
    }

    private static FileDescription Describe(XElement collection, XElement image, PageLayout layout, int channels, int planes)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        var position = new Dictionary<char, FilePosition>();
        var view = image.Children("view").FirstOrDefault();
        // A view is in nanometers on the slide.
        if (view is not null)
        {
            Resolution.Add(sizes, 'x', view.Number("sizeX") * MicrometersPerNanometer / layout.Width, "micrometer");
            Resolution.Add(sizes, 'y', view.Number("sizeY") * MicrometersPerNanometer / layout.Height, "micrometer");
            Resolution.Add(sizes, 'z', view.Number("spacingZ") * MicrometersPerNanometer, "micrometer");
            foreach (var (axis, attribute) in new[] { ('x', "offsetX"), ('y', "offsetY") })
            {
                if (view.Number(attribute) is { } offset)
                {
                    position[axis] = new FilePosition(offset * MicrometersPerNanometer, "micrometer");
                }
            }
        }

        // The overview covers the whole collection.
        var isMacro = view?.Number("sizeX") is { } width && width == collection.Number("sizeX") && view.Number("sizeY") == collection.Number("sizeY");
        return new FileDescription
        {
            Writer = "SCN",
            PageAxes = [new PageAxis('c', channels), new PageAxis('z', planes)],
            Sizes = sizes,
            Position = position,
            Name = image.Attribute("name")?.Value,
            Kind = isMacro ? FileImageKind.Macro : FileImageKind.Image,
            Channels = [.. image.All("channelSettings").SelectMany(settings => settings.Children("channel")).OrderBy(channel => channel.Integer("index") ?? 0)
                .Select(channel => new FileChannel { Name = channel.Attribute("name")?.Value })],
        };
    }
}
