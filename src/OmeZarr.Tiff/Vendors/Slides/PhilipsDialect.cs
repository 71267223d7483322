using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Slides;

/// <summary>TIFFs of Philips slide scanners: tiled levels, padded to whole tiles, and XML with the pixel spacing in millimeters.</summary>
internal static class PhilipsDialect
{
    private const TiffTag Software = (TiffTag)305;
    private const double MicrometersPerMillimeter = 1000;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (!file.Text(0, Software).StartsWith("Philips", StringComparison.Ordinal) || VendorXml.TryParse(file.Description(0)) is not { } root)
        {
            return null;
        }

        var kinds = Enumerable.Range(0, file.Directories.Count).Select(page => KindOf(file, page)).ToArray();
        var spacing = root.All("Attribute").FirstOrDefault(attribute => attribute.Attribute("Name")?.Value == "DICOM_PIXEL_SPACING")?.Value
            .Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var sizes = new Dictionary<char, PhysicalSize>();
        if (spacing.Length == 2)
        {
            Resolution.Add(sizes, 'y', Numbers.Parse(spacing[0]) * MicrometersPerMillimeter, "micrometer");
            Resolution.Add(sizes, 'x', Numbers.Parse(spacing[1]) * MicrometersPerMillimeter, "micrometer");
        }

        return new SlideBuilder(file, options).Build("Philips TIFF", kinds, pages => new FileDescription { Writer = "Philips", PageAxes = [new PageAxis('z', pages.Count)], Sizes = sizes });
    }

    private static FileImageKind KindOf(TiffPages file, int page) =>
        file.Description(page).StartsWith("Macro", StringComparison.Ordinal) ? FileImageKind.Macro
        : file.Description(page).StartsWith("Label", StringComparison.Ordinal) ? FileImageKind.SlideLabel
        : page == 0 || file.Directories[page].Find(TiffTag.TileWidth) is not null ? FileImageKind.Image : FileImageKind.Thumbnail;
}
