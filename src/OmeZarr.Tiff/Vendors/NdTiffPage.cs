using System.Globalization;
using System.Text.Json;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>A number or a text that says where along an axis a page belongs.</summary>
internal readonly record struct NdTiffCoordinate(long Number, string? Text)
{
    public override string ToString() => Text ?? Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A page of NDTiff: its place, and what else its metadata say.</summary>
internal sealed record NdTiffPage
{
    private const int MaxAxes = 32;

    public required int Page { get; init; }

    /// <summary>The place along each axis, by its name.</summary>
    public required IReadOnlyDictionary<string, NdTiffCoordinate> Axes { get; init; }

    public string? Channel { get; init; }

    public double? PixelSize { get; init; }

    public double? Z { get; init; }

    public NdTiffCoordinate Time => Find("time");

    /// <summary>The place along z; the files of Micro-Manager's Explore name the axis Z.</summary>
    public NdTiffCoordinate Slice => Axes.TryGetValue("z", out var slice) ? slice : Find("Z");

    public NdTiffCoordinate ChannelPlace => Find("channel");

    /// <summary>All pages of a file; null if one of them has no place.</summary>
    public static List<NdTiffPage>? ReadAll(TiffPages file)
    {
        var pages = new List<NdTiffPage>();
        for (var page = 0; page < file.Directories.Count; page++)
        {
            if (TryRead(file, page) is not { } read)
            {
                return null;
            }

            pages.Add(read);
        }

        return pages;
    }

    /// <summary>The names of axes that are neither t, c nor z and along which pages differ: each place along them is an image.</summary>
    public static string[] OtherAxes(List<NdTiffPage> pages)
    {
        bool HasSlice(NdTiffPage page) => page.Axes.ContainsKey("z");
        return [.. pages.SelectMany(page => page.Axes.Keys.Where(name => name is not ("time" or "channel" or "z") && (name != "Z" || HasSlice(page)))).Distinct()
            .Where(name => pages.Select(page => page.Find(name)).Distinct().Count() > 1).Order(StringComparer.Ordinal)];
    }

    /// <summary>The places along an axis: numbers from the smallest to the largest, names in the order of their first pages.</summary>
    public static List<NdTiffCoordinate> Distinct(IEnumerable<NdTiffCoordinate> places) => [.. places.Distinct().OrderBy(place => place.Number)];

    public NdTiffCoordinate Find(string axis) => Axes.GetValueOrDefault(axis);

    private static NdTiffPage? TryRead(TiffPages file, int page)
    {
        using var json = JsonValues.TryParse(file.Text(page, MicroManagerDialect.PageMetadata));
        if (json?.RootElement.Find("Axes") is not { ValueKind: JsonValueKind.Object } list)
        {
            return null;
        }

        var axes = new Dictionary<string, NdTiffCoordinate>();
        foreach (var axis in list.EnumerateObject().Take(MaxAxes))
        {
            if (Place(axis.Value) is not { } place)
            {
                return null;
            }

            axes[axis.Name] = place;
        }

        var root = json.RootElement;
        return new NdTiffPage { Page = page, Axes = axes, Channel = root.Text("Channel"), PixelSize = root.Number("PixelSizeUm") ?? root.Number("PixelSize_um"), Z = root.Number("ZPosition_um_Intended") };
    }

    private static NdTiffCoordinate? Place(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => new NdTiffCoordinate(number, null),
        JsonValueKind.String when value.AsText() is { } text => new NdTiffCoordinate(0, text),
        _ => null,
    };
}
