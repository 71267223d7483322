using System.Globalization;
using OmeZarr.Files;

namespace OmeZarr.Tiff.Axes;

/// <summary>The description that ImageJ writes: lines <c>key=value</c> after <c>ImageJ=version</c>. Its pages run c fastest, then z, then t.</summary>
internal static class ImageJDescription
{
    public static FileDescription? TryParse(string text, int pages)
    {
        if (!text.StartsWith("ImageJ=", StringComparison.Ordinal))
        {
            return null;
        }

        var keys = ReadKeys(text);
        var images = Count(keys, "images") ?? pages;
        var axes = ReadAxes(keys, images);
        return new FileDescription
        {
            Writer = "ImageJ",
            PageAxes = axes,
            Unit = keys.TryGetValue("unit", out var unit) ? PhysicalUnits.Length(unit) : null,
            Spacings = ReadSpacings(keys),
        };
    }

    private static Dictionary<string, string> ReadKeys(string text)
    {
        var keys = new Dictionary<string, string>();
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf('=') is > 0 and var equals)
            {
                keys.TryAdd(line[..equals].Trim(), line[(equals + 1)..].Trim());
            }
        }

        return keys;
    }

    private static PageAxis[] ReadAxes(Dictionary<string, string> keys, long images)
    {
        var (t, z, c) = (Count(keys, "frames"), Count(keys, "slices"), Count(keys, "channels"));
        return (t ?? z ?? c) is null
            ? [new PageAxis('z', images)]
            : [new PageAxis('t', t ?? 1), new PageAxis('z', z ?? 1), new PageAxis('c', c ?? 1)];
    }

    private static Dictionary<char, PhysicalSize> ReadSpacings(Dictionary<string, string> keys)
    {
        var spacings = new Dictionary<char, PhysicalSize>();
        var zUnit = keys.GetValueOrDefault("zunit") ?? keys.GetValueOrDefault("unit");
        // ImageJ writes a negative spacing for stacks that were taken from the top down.
        if (Number(keys, "spacing") is { } spacing && zUnit is not null && PhysicalUnits.Length(zUnit) is { } length)
        {
            spacings['z'] = new PhysicalSize(spacing, length);
        }

        if (Number(keys, "finterval") is { } interval && PhysicalUnits.Time(keys.GetValueOrDefault("tunit") ?? "sec") is { } time)
        {
            spacings['t'] = new PhysicalSize(interval, time);
        }

        return spacings;
    }

    private static long? Count(Dictionary<string, string> keys, string key) =>
        keys.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    private static double? Number(Dictionary<string, string> keys, string key) =>
        keys.TryGetValue(key, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number != 0
            ? Math.Abs(number)
            : null;
}
