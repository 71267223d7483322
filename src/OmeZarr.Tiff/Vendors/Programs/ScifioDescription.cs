using System.Globalization;
using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Programs;

/// <summary>The description that SCIFIO (ImageJ2, Fiji) writes: <c>SCIFIO=version</c>, then the axes from fast to slow with their lengths, scales and units.</summary>
internal static class ScifioDescription
{
    private const string Writer = "SCIFIO";

    public static bool IsOne(string text) => text.StartsWith("SCIFIO=", StringComparison.Ordinal);

    /// <summary>What SCIFIO says about an image; null if SCIFIO did not write the text.</summary>
    public static FileDescription? TryParse(string text, PageLayout layout)
    {
        if (!IsOne(text))
        {
            return null;
        }

        var keys = new KeyValues(text);
        var axes = List(keys["axes"]).Select(Letter).ToArray();
        var lengths = List(keys["lengths"]).Select(length => long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
        var isUsable = axes.Length == lengths.Length && axes.Contains('x') && axes.Contains('y') && lengths.All(length => length > 0);
        return new FileDescription
        {
            Writer = Writer,
            PageAxes = isUsable ? PageAxes(axes, lengths, layout.Samples) : [],
            Sizes = ReadSizes(keys, axes),
            Problem = isUsable ? null : $"its axes \"{keys["axes"]}\" have the lengths \"{keys["lengths"]}\"",
        };
    }

    // The letters run from fast to slow. Channels that are samples of a pixel are no axis of pages.
    private static PageAxis[] PageAxes(char?[] axes, long[] lengths, int samples) =>
        [.. axes.Zip(lengths, (axis, length) => new PageAxis(axis, length))
            .Where(axis => axis.Name is not ('x' or 'y') && !(axis.Name == 'c' && samples > 1 && axis.Length == samples))
            .Reverse()];

    private static Dictionary<char, PhysicalSize> ReadSizes(KeyValues keys, char?[] axes)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        var (scales, units) = (List(keys["scales"]), List(keys["units"]));
        for (var i = 0; i < axes.Length && i < scales.Length; i++)
        {
            var unit = i < units.Length ? axes[i] == 't' ? PhysicalUnits.Time(units[i]) : PhysicalUnits.Length(units[i]) : null;
            // SCIFIO writes 1 and no unit where it does not know the scale.
            if (axes[i] is { } axis and not 'c' && unit is not null)
            {
                Resolution.Add(sizes, axis, Numbers.Parse(scales[i]), unit);
            }
        }

        return sizes;
    }

    private static char? Letter(string axis) => axis switch
    {
        "X" => 'x',
        "Y" => 'y',
        "Z" => 'z',
        "Time" or "T" => 't',
        "Channel" or "C" => 'c',
        _ => null,
    };

    private static string[] List(string? text) => text?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}
