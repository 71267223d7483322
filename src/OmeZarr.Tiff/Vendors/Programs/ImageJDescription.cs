using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Programs;

/// <summary>The description that ImageJ writes: lines <c>key=value</c> after <c>ImageJ=version</c>. Its pages run c fastest, then z, then t, unless <c>order</c> says otherwise.</summary>
internal static class ImageJDescription
{
    private const string Writer = "ImageJ";
    private const string UsualOrder = "czt";

    public static bool IsOne(string text) => text.StartsWith("ImageJ=", StringComparison.Ordinal);

    /// <summary>What ImageJ says about an image; null if ImageJ did not write the text.</summary>
    public static FileDescription? TryParse(TiffPages file, int directory, string text, List<TiffPage> pages)
    {
        if (!IsOne(text))
        {
            return null;
        }

        var keys = new KeyValues(text);
        var (axes, channels) = ReadAxes(keys, pages);
        return new FileDescription
        {
            Writer = Writer,
            PageAxes = axes,
            Sizes = ReadSizes(keys, file, directory),
            LeftOut = ReadCalibration(keys),
            // The samples of RGB images are no channels of ImageJ.
            Channels = pages[0].Layout.Samples > 1 && keys.Count("channels") is null ? [] : ReadChannels(keys, file, directory, axes, channels),
        };
    }

    private static (PageAxis[] Axes, int Channels) ReadAxes(KeyValues keys, List<TiffPage> pages)
    {
        var samples = pages[0].Layout.Samples;
        var (t, z, c) = (keys.Count("frames"), keys.Count("slices"), keys.Count("channels"));
        if ((t ?? z ?? c) is null)
        {
            // The description of a single image may stay when others are added to its file.
            return ([new PageAxis(null, keys.Count("images") is > 1 and var count ? count : pages.Count)], samples);
        }

        // Channels may be the samples of each page, as in composites that other programs write.
        var inPages = samples > 1 && c % samples == 0 ? c / samples : c;
        var order = keys["order"]?.ToLowerInvariant() is { Length: 3 } named && UsualOrder.All(named.Contains) ? named : UsualOrder;
        return ([.. order.Reverse().Select(letter => new PageAxis(letter, (letter switch { 't' => t, 'z' => z, _ => inPages }) ?? 1))], Math.Max(samples, c ?? 1));
    }

    // x is in "unit", y in "yunit" and z in "zunit"; the latter are written where they differ.
    private static Dictionary<char, PhysicalSize> ReadSizes(KeyValues keys, TiffPages file, int directory)
    {
        var unit = PhysicalUnits.Length(keys["unit"]);
        var sizes = Resolution.InUnits(file, directory, unit, keys["yunit"] is { } y ? PhysicalUnits.Length(y) : unit);
        // ImageJ writes a negative spacing for stacks that were taken from the top down.
        var zUnit = keys["zunit"] is { } z ? PhysicalUnits.Length(z) : unit;
        Resolution.Add(sizes, 'z', zUnit is null ? null : Math.Abs(keys.Number("spacing") ?? 0), zUnit);
        var time = PhysicalUnits.Time(keys["tunit"] ?? "sec");
        Resolution.Add(sizes, 't', time is null ? null : Math.Abs(keys.Number("finterval") ?? (1 / keys.Number("fps")) ?? 0), keys["finterval"] is null ? "second" : time);
        return sizes;
    }

    /// <summary>What the values mean, if it is not the stored numbers: ImageJ stores signed 16-bit images, and densities, with a function of the values.</summary>
    private static string? ReadCalibration(KeyValues keys)
    {
        const string NotApplied = "the calibration of its values is not applied: values are stored numbers, and the real ones are";
        var unit = keys["vunit"] is { Length: > 0 } name ? $" ({name})" : string.Empty;
        return (keys["cf"], keys.Number("c0") ?? 0, keys.Number("c1") ?? 1) switch
        {
            (null, _, _) or ("0", 0, 1) => null,
            ("0", var offset, var factor) => FormattableString.Invariant($"{NotApplied} {factor} x value + {offset}{unit}"),
            var (function, _, _) => $"{NotApplied} function {function} of ImageJ{unit}",
        };
    }

    private static FileChannel[] ReadChannels(KeyValues keys, TiffPages file, int directory, PageAxis[] axes, int channels)
    {
        var metadata = ImageJMetadata.Read(file, directory);
        // The limits of the description are those of the channel that was shown when the file was saved; of calibrated values they are in other units.
        (double, double)? shown = channels == 1 && keys["cf"] is null && keys.Number("min") is { } min && keys.Number("max") is { } max && min < max ? (min, max) : null;
        var names = ImageJMetadata.ChannelNames(metadata.Labels, channels, axes.Aggregate(1L, (count, axis) => count * axis.Length));
        var result = new FileChannel[Math.Min(channels, ImageJMetadata.MaxChannels)];
        for (var c = 0; c < result.Length; c++)
        {
            var lut = c < metadata.Luts.Count ? metadata.Luts[c] : default;
            result[c] = new FileChannel
            {
                Name = names?[c],
                Color = lut.Color,
                IsInverted = lut.IsInverted,
                Window = c < metadata.Ranges.Count ? metadata.Ranges[c] : shown,
            };
        }

        return result;
    }
}
