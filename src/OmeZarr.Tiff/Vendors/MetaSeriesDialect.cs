using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>MetaSeries TIFFs of MetaMorph and MetaXpress (ImageXpress): each page has XML with properties of its plane.</summary>
internal static class MetaSeriesDialect
{
    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (!file.Description(0).StartsWith("<MetaData>", StringComparison.Ordinal) || Properties(file, 0) is not { } first)
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var pages = Enumerable.Range(0, file.Directories.Count).Select(i => file[i]).ToArray();
        if (Array.Exists(pages, page => !page.Layout.IsSameImage(pages[0].Layout)))
        {
            return null;
        }

        var planes = pages.Select((_, i) => i == 0 ? first : Properties(file, i) ?? first).ToArray();
        var channels = planes.Select(Channel).Distinct().ToArray();
        var cycle = planes.Length % channels.Length == 0 && planes.Index().All(plane => Channel(plane.Item) == channels[plane.Index % channels.Length]) ? channels.Length : 1;
        var description = new FileDescription
        {
            Writer = "MetaSeries",
            PageAxes = [new PageAxis(Axis(planes, cycle), planes.Length / cycle), new PageAxis('c', cycle)],
            Sizes = Sizes(first, planes, cycle),
            Channels = channels.Length == cycle ? channels : [],
            Position = Position(first),
            Name = Text(first, "stage-label"),
        };
        return new TiffMeaning { Format = "MetaSeries", Series = [builder.Build(pages, description)], Findings = builder.Findings };
    }

    private static Dictionary<string, string>? Properties(TiffPages file, int page)
    {
        if (VendorXml.TryParse(file.Description(page)) is not { } root)
        {
            return null;
        }

        var result = new Dictionary<string, string>();
        foreach (var property in root.Descendants().Where(element => element.Name.LocalName is "prop" or "custom-prop"))
        {
            if (property.Attribute("id")?.Value is { } id && property.Attribute("value")?.Value is { } value)
            {
                result.TryAdd(id, value);
            }
        }

        return result;
    }

    private static FileChannel Channel(Dictionary<string, string> plane) => new()
    {
        // The name of the illumination setting stays when images are copied or renamed.
        Name = Text(plane, "_IllumSetting_") ?? Text(plane, "image-name"),
        EmissionWavelength = Number(plane, "wavelength") is > 100 and < 2000 and var wavelength ? wavelength : null,
        Window = plane.GetValueOrDefault("autoscale-state") == "off" && Number(plane, "scale-min") is { } min && Number(plane, "scale-max") is { } max && min < max ? (min, max) : null,
    };

    private static char? Axis(Dictionary<string, string>[] planes, int cycle) =>
        planes.Select(plane => Number(plane, "z-position")).Distinct().Count() > 1 ? 'z'
        : planes.Where((_, i) => i % cycle == 0).Select(plane => Text(plane, "acquisition-time-local")).Distinct().Count() > 1 ? 't' : null;

    private static Dictionary<char, PhysicalSize> Sizes(Dictionary<string, string> first, Dictionary<string, string>[] planes, int cycle)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        if (first.GetValueOrDefault("spatial-calibration-state") != "off" && PhysicalUnits.Length(Text(first, "spatial-calibration-units")) is { } unit)
        {
            Resolution.Add(sizes, 'x', Number(first, "spatial-calibration-x"), unit);
            Resolution.Add(sizes, 'y', Number(first, "spatial-calibration-y"), unit);
        }

        var positions = planes.Where((_, i) => i % cycle == 0).Select(plane => Number(plane, "z-position")).OfType<double>().ToArray();
        Resolution.Add(sizes, 'z', positions.Length > 1 ? Math.Abs(positions[^1] - positions[0]) / (positions.Length - 1) : null, "micrometer");
        return sizes;
    }

    private static Dictionary<char, FilePosition> Position(Dictionary<string, string> plane)
    {
        var position = new Dictionary<char, FilePosition>();
        foreach (var (axis, name) in new[] { ('x', "stage-position-x"), ('y', "stage-position-y"), ('z', "z-position") })
        {
            if (Number(plane, name) is { } value)
            {
                position[axis] = new FilePosition(value, "micrometer");
            }
        }

        return position;
    }

    private static string? Text(Dictionary<string, string> plane, string name) => plane.GetValueOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static double? Number(Dictionary<string, string> plane, string name) => Numbers.Parse(plane.GetValueOrDefault(name));
}
