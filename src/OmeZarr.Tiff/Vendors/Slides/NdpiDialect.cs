using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Slides;

/// <summary>NDPI files of Hamamatsu: pages of decreasing size with the magnification in tag 65421, which is -1 for the macro image and -2 for a map of the scanned areas.</summary>
internal static class NdpiDialect
{
    private const TiffTag Format = (TiffTag)65420;
    private const TiffTag SourceLens = (TiffTag)65421;
    private const TiffTag XOffset = (TiffTag)65422;
    private const TiffTag YOffset = (TiffTag)65423;
    private const TiffTag ZOffset = (TiffTag)65424;
    private const double MicrometersPerNanometer = 1e-3;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (file.Directories[0].Find(Format) is null || file.Directories[0].Find(SourceLens) is null)
        {
            return null;
        }

        var kinds = Enumerable.Range(0, file.Directories.Count).Select(page => Lens(file, page) switch
        {
            -1 => FileImageKind.Macro,
            -2 => FileImageKind.Thumbnail,
            _ => FileImageKind.Image,
        }).ToArray();
        var slide = new SlideBuilder(file, options);
        var maps = kinds.Count(kind => kind == FileImageKind.Thumbnail);
        if (maps > 0)
        {
            slide.Findings.Add(FileFindingKind.LeftOut, "the map of the scanned areas is not read");
        }

        return slide.Build("NDPI", kinds, pages => Describe(file, pages));
    }

    private static double? Lens(TiffPages file, int page) => file.Directories[page].Find(SourceLens) is { Type: 11 } field ? new FileBytes(file.File).Single(field.Offset) : null;

    private static FileDescription Describe(TiffPages file, IReadOnlyList<TiffPage> pages)
    {
        var sizes = Resolution.OfMicroscope(file, pages[0].Number);
        var heights = pages.Select(page => Nanometers(file, page, ZOffset) ?? 0).ToArray();
        Resolution.Add(sizes, 'z', heights.Length > 1 ? Math.Abs(heights[^1] - heights[0]) * MicrometersPerNanometer / (heights.Length - 1) : null, "micrometer");
        var position = new Dictionary<char, FilePosition>();
        // The tags tell the centre of the image from the centre of the slide.
        if (Nanometers(file, pages[0], XOffset) is { } x && Nanometers(file, pages[0], YOffset) is { } y && sizes.TryGetValue('x', out var width) && sizes.TryGetValue('y', out var height))
        {
            position['x'] = new FilePosition((x * MicrometersPerNanometer) - (width.Value * pages[0].Layout.Width / 2), "micrometer");
            position['y'] = new FilePosition((y * MicrometersPerNanometer) - (height.Value * pages[0].Layout.Height / 2), "micrometer");
        }

        return new FileDescription { Writer = "NDPI", PageAxes = [new PageAxis('z', pages.Count)], Sizes = sizes, Position = position };
    }

    // Signed integers of 32 bits.
    private static int? Nanometers(TiffPages file, TiffPage page, TiffTag tag) =>
        file.Directories[page.Number].Find(tag) is { Type: 9 or 4, Count: 1 } field ? new FileBytes(file.File).Int32(field.Offset) : null;
}
