using OmeZarr.Cli.Commands;
using OmeZarr.Tiff;
using OmeZarr.V05;

namespace OmeZarr.Cli.Imaging;

/// <summary>Makes the OME-Zarr metadata of a conversion from what the files and the command line say.</summary>
internal static class ImageMetadata
{
    private static readonly string[] RgbColors = ["FF0000", "00FF00", "0000FF", "FFFFFF"];

    internal static Image Create(ConvertRequest request, InputImage input)
    {
        RequireKnownAxes("--scale", request.Scales.Keys, input.Axes);
        RequireKnownAxes("--unit", request.Units.Keys, input.Axes);
        var dimensions = input.Axes.Index().Select(axis => DimensionOf(request, axis.Item, input.Pixels.Shape[axis.Index], input.PixelSizes[axis.Index]));
        var image = Image.FromDimensions([.. dimensions], request.Name ?? NameOf(request.Output));
        RequireStandardUnits(image);
        return image;
    }

    /// <summary>Names of the channels, or null if the image has neither a channel axis nor a channel name.</summary>
    internal static IReadOnlyList<string>? ChannelNames(ConvertRequest request, InputImage input)
    {
        var axis = input.Axes.IndexOf('c', StringComparison.Ordinal);
        var count = axis < 0 ? 1 : input.Pixels.Shape[axis];
        if (request.ChannelNames is { } names)
        {
            return names.Count == count
                ? names
                : throw new UsageException($"--channel-names gives {names.Count} names, the image has {count} channel{(count == 1 ? string.Empty : "s")}");
        }

        return axis < 0 ? null : input.ChannelNames ?? [.. Enumerable.Range(0, checked((int)count)).Select(i => $"channel {i}")];
    }

    internal static Omero CreateOmero(IReadOnlyList<string> names, InputImage input, IReadOnlyList<(double Min, double Max)> ranges)
    {
        var omero = Omero.FromChannels(names, [.. ranges.Select(WindowOf)]);
        return input.IsRgb
            ? omero with { Channels = [.. omero.Channels.Select((channel, i) => channel with { Color = RgbColors[i] })] }
            : omero;
    }

    /// <summary>The name of a folder without <c>.ome.zarr</c> or <c>.zarr</c>.</summary>
    private static string NameOf(string output)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)));
        foreach (var suffix in new[] { ".zarr", ".ome" })
        {
            name = name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? name[..^suffix.Length] : name;
        }

        return name;
    }

    private static Dimension DimensionOf(ConvertRequest request, char axis, long length, PhysicalSize? inFile)
    {
        var isSpace = axis is 'z' or 'y' or 'x';
        var unit = request.Units.GetValueOrDefault(axis)
            ?? (isSpace ? request.Units.GetValueOrDefault(AxisValues.AllSpaceAxes) : null)
            ?? (request.Scales.ContainsKey(axis) ? null : inFile?.Unit);
        var size = request.Scales.TryGetValue(axis, out var given) ? given : inFile?.Value ?? 1;
        return new Dimension(axis.ToString(), length, size, unit);
    }

    private static void RequireKnownAxes(string option, IEnumerable<char> named, string axes)
    {
        foreach (var axis in named.Where(axis => axis != AxisValues.AllSpaceAxes))
        {
            if (!axes.Contains(axis, StringComparison.Ordinal))
            {
                throw new UsageException($"{option}: there is no axis {axis}; the image has {string.Join(", ", axes.ToCharArray())}");
            }

            if (axis == 'c')
            {
                throw new UsageException($"{option}: channels (c) have no {(option == "--unit" ? "unit" : "size")}");
            }
        }
    }

    /// <summary>Readers such as Neuroglancer refuse a whole image for one unknown unit, so a warning of the rules is an error here.</summary>
    private static void RequireStandardUnits(Image image)
    {
        var findings = image.Validate().Where(finding => finding.RuleId == "axis-unit").ToList();
        foreach (var (i, axis) in image.Multiscales[0].Axes.Index())
        {
            if (findings.Exists(finding => finding.Location.Contains($"axes[{i}]", StringComparison.Ordinal)))
            {
                throw new UsageException($"--unit: {Quote.IfNeeded(axis.Unit ?? string.Empty)} is not a unit of {axis.Type} in OME-Zarr{UnitNames.Hint(axis.Unit, axis.Type)}");
            }
        }
    }

    /// <summary>What is shown: all values that occur. A window without width would be a division by zero in viewers.</summary>
    private static OmeroWindow WindowOf((double Min, double Max) range)
    {
        var (min, max) = range.Max > range.Min ? range : Widen(range.Min);
        return new OmeroWindow { Min = min, Start = min, Max = max, End = max };
    }

    /// <summary>1 is nothing beside a value beyond 2^53, and there is no number above the largest.</summary>
    private static (double Min, double Max) Widen(double value)
    {
        var above = Math.Max(value + 1, Math.BitIncrement(value));
        return double.IsFinite(above) ? (value, above) : (Math.BitDecrement(value), value);
    }
}
