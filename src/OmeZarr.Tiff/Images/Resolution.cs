using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Pixel sizes from the tags XResolution, YResolution and ResolutionUnit.</summary>
internal static class Resolution
{
    private const TiffTag ResolutionUnit = (TiffTag)296;
    private const double MicrometersPerInch = 25_400;
    private const double MicrometersPerCentimeter = 10_000;

    // Scanners and printers have up to 4800 pixels per inch (5.3 micrometers). Below a nanometer, the tags count something else.
    private const double LargestMicrometers = 5;
    private const double SmallestMicrometers = 0.001;

    /// <summary>Sizes where a program names the unit to which the resolution refers.</summary>
    public static Dictionary<char, PhysicalSize> InUnits(TiffPages pages, int directory, string? xUnit, string? yUnit)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        AddInverse(sizes, 'x', PerUnit(pages, directory, TiffTag.XResolution), xUnit);
        AddInverse(sizes, 'y', PerUnit(pages, directory, TiffTag.YResolution), yUnit);
        return sizes;
    }

    /// <summary>Sizes by the tags alone, from programs that write them for microscopes.</summary>
    public static Dictionary<char, PhysicalSize> OfMicroscope(TiffPages pages, int directory)
    {
        double? unit = pages.Directories[directory].IntegerOrNull(ResolutionUnit) switch
        {
            null or 2 => MicrometersPerInch,
            3 => MicrometersPerCentimeter,
            _ => null,
        };
        var sizes = new Dictionary<char, PhysicalSize>();
        Add(sizes, 'x', unit / PerUnit(pages, directory, TiffTag.XResolution), "micrometer");
        Add(sizes, 'y', unit / PerUnit(pages, directory, TiffTag.YResolution), "micrometer");
        return sizes;
    }

    /// <summary>Sizes by the tags of any program, if they are those of a microscope: up to 5 micrometers. Most programs write the resolution of a screen or printer.</summary>
    public static Dictionary<char, PhysicalSize> IfPlausible(TiffPages pages, int directory)
    {
        var sizes = OfMicroscope(pages, directory);
        return sizes.Count == 2 && sizes.Values.All(size => size.Value is >= SmallestMicrometers and <= LargestMicrometers) ? sizes : [];
    }

    /// <summary>Adds a size if it is finite and positive.</summary>
    public static void Add(Dictionary<char, PhysicalSize> sizes, char axis, double? value, string? unit)
    {
        if (value is { } size && double.IsFinite(size) && size > 0)
        {
            sizes[axis] = new PhysicalSize(size, unit);
        }
    }

    private static void AddInverse(Dictionary<char, PhysicalSize> sizes, char axis, double? perUnit, string? unit) =>
        Add(sizes, axis, unit is null ? null : 1 / perUnit, unit);

    private static double? PerUnit(TiffPages pages, int directory, TiffTag tag) => pages.Directories[directory].Find(tag)?.ReadRational(pages.File);
}
