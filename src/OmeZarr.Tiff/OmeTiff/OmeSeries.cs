using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>Puts an image together from its pages and its description.</summary>
internal static class OmeSeries
{
    /// <param name="path">The opened file, for messages.</param>
    /// <param name="image">The description.</param>
    /// <param name="what">The image, for messages.</param>
    /// <param name="planes">Its pages.</param>
    /// <param name="field">Its place on the plate; null if it has none.</param>
    /// <param name="options">What the user knows better.</param>
    /// <param name="findings">Gets what a user must know.</param>
    /// <exception cref="TiffFormatException">Pages differ, are damaged, or use a feature that is not supported.</exception>
    /// <exception cref="ArgumentException">The user's axes do not fit.</exception>
    public static TiffSeries Of(string path, ImageElement image, string what, OmePlanes planes, WellSampleElement? field, ImageFileOptions options, List<FileFinding> findings)
    {
        var (pixels, layout) = (image.Pixels!, planes.Layout);
        var pages = planes.ToTiffPages();
        var axes = OmeAxes.Of(path, planes, options);
        AddDisagreements(pixels, layout, what, findings);
        AddMissing(planes, what, findings);
        var series = new TiffSeries
        {
            Pages = pages,
            Axes = axes,
            Layout = layout,
            PixelSizes = OmeSizes.Of(pixels, axes, what, findings),
            Name = image.Name,
            Kind = KindOf(image.Name),
            Channels = OmeChannels.Of(pixels, layout, axes),
            Position = OmeSizes.PositionOf(image, field, axes),
            Well = field is null ? null : OmeWells.ToWell(field),
        };
        return series with { Levels = OmeLevels.Of(planes, series, what, findings) };
    }

    // The names that Bio-Formats gives to the extra images of slide scanners.
    private static FileImageKind KindOf(string? name) => name?.ToLowerInvariant() switch
    {
        "label image" => FileImageKind.SlideLabel,
        "macro image" => FileImageKind.Macro,
        "thumbnail" or "thumbnail image" => FileImageKind.Thumbnail,
        _ => FileImageKind.Image,
    };

    private static void AddDisagreements(PixelsElement pixels, PageLayout layout, string what, List<FileFinding> findings)
    {
        var type = TypeOf(pixels.Type);
        if ((pixels.SizeX ?? layout.Width) != layout.Width || (pixels.SizeY ?? layout.Height) != layout.Height || (type is not null && type != layout.DataType.Name))
        {
            findings.Add(new FileFinding(
                FileFindingKind.Guessed,
                $"{what}: the OME-XML has {pixels.SizeX ?? layout.Width} x {pixels.SizeY ?? layout.Height} pixels of {type ?? layout.DataType.Name}, the pages have {layout.Describe()}; the pages count"));
        }

        if (pixels is { HasOrder: false } && (pixels.SizeZ, pixels.SizeC, pixels.SizeT) is not ((_, 1, 1) or (1, _, 1) or (1, 1, _)))
        {
            findings.Add(new FileFinding(FileFindingKind.Guessed, $"{what}: the OME-XML does not say the order of the planes; XYZCT is assumed"));
        }
    }

    private static void AddMissing(OmePlanes planes, string what, List<FileFinding> findings)
    {
        var missing = planes.Pages.Count(page => page.IsMissing);
        if (missing > 0)
        {
            var first = Array.FindIndex(planes.Pages, page => page.IsMissing);
            findings.Add(new FileFinding(
                FileFindingKind.Missing, $"{what}: {missing} of its {planes.Pages.Length} planes are missing, the first at {planes.Grid.Describe(first)}; they are read as zeros"));
        }
    }

    /// <summary>The data type of a pixel type; null for those that files store as another type.</summary>
    private static string? TypeOf(string? type) => type?.ToLowerInvariant() switch
    {
        "float" => "float32",
        "double" => "float64",
        "complex" => "complex64",
        "double-complex" => "complex128",
        "int8" or "int16" or "int32" or "uint8" or "uint16" or "uint32" => type.ToLowerInvariant(),
        _ => null,
    };
}
