using System.Globalization;
using System.Xml.Linq;
using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Slides;

/// <summary>QPTIFF files of PerkinElmer and Akoya: XML in each description says what the page shows; channels are pages.</summary>
internal static class QpiDialect
{
    private const string Root = "PerkinElmer-QPI-ImageDescription";
    private const TiffTag XPosition = (TiffTag)286;
    private const TiffTag YPosition = (TiffTag)287;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (!file.Description(0).Contains(Root, StringComparison.Ordinal) || VendorXml.TryParse(file.Description(0)) is not { } first)
        {
            return null;
        }

        var descriptions = Enumerable.Range(0, file.Directories.Count).Select(page => page == 0 ? first : VendorXml.TryParse(file.Description(page))).ToArray();
        return new SlideBuilder(file, options).Build("QPTIFF", [.. descriptions.Select(KindOf)], pages => new FileDescription
        {
            Writer = "QPTIFF",
            PageAxes = [new PageAxis('c', pages.Count)],
            Sizes = Resolution.OfMicroscope(file, pages[0].Number),
            Channels = pages.Count > 1 || pages[0].Layout.Samples == 1 ? [.. pages.Select(page => Channel(descriptions[page.Number]))] : [],
            Position = Position(file, pages[0]),
        });
    }

    private static FileImageKind KindOf(XElement? description) => description?.Child("ImageType") switch
    {
        "Label" => FileImageKind.SlideLabel,
        "Overview" => FileImageKind.Macro,
        "Thumbnail" => FileImageKind.Thumbnail,
        _ => FileImageKind.Image,
    };

    private static FileChannel Channel(XElement? description) => new()
    {
        Name = description?.Child("Biomarker") is { Length: > 0 } marker ? marker : description?.Child("Name"),
        Color = Color(description?.Child("Color")),
    };

    private static string? Color(string? text)
    {
        var parts = (text ?? string.Empty).Split(',', StringSplitOptions.TrimEntries);
        var bytes = parts.Select(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : (byte?)null).ToArray();
        return bytes.Length == 3 && bytes.All(value => value is not null) ? Convert.ToHexString([.. bytes.Select(value => value!.Value)]) : null;
    }

    // The tags are in the unit of the resolution, which is centimeters.
    private static Dictionary<char, FilePosition> Position(TiffPages file, TiffPage page)
    {
        var directory = file.Directories[page.Number];
        return directory.Find(XPosition)?.ReadRational(file.File) is { } x && directory.Find(YPosition)?.ReadRational(file.File) is { } y
            ? new Dictionary<char, FilePosition> { ['x'] = new(x * 10_000, "micrometer"), ['y'] = new(y * 10_000, "micrometer") }
            : [];
    }
}
