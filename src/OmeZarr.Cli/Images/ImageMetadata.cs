using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>Creates the OME-Zarr metadata of an image from its files and the options.</summary>
internal static class ImageMetadata
{
    private const int Colors = 3;
    private const int DecimalsOfPlaces = 9;

    private static readonly string[] RgbColors = ["FF0000", "00FF00", "0000FF", "FFFFFF"];

    internal static Image Create(ConvertRequest request, InputImage input, string name)
    {
        var dimensions = input.Axes.Index().Select(axis => Placed(DimensionOf(request, input, axis.Index), input.Center, input.Pixels.Shape[axis.Index]));
        var image = Image.FromDimensions([.. dimensions], name);
        RequireStandardUnits(image);
        return request.KeepsLevels ? WithLevels(image, input) : image;
    }

    /// <summary>The image with the smaller levels of the input.</summary>
    private static Image WithLevels(Image image, InputImage input)
    {
        var sizes = image.Multiscales[0].PixelSize(0);
        var origin = image.Multiscales[0].Datasets[0].TranslationTransform?.Translation;
        Dataset DatasetOf(int level)
        {
            var place = input.PlaceOf(level, sizes, origin);
            var scale = new ScaleTransformation([.. place.Sizes]);
            return place.Origin.All(at => at == 0) ? new Dataset($"{level + 1}", scale) : new Dataset($"{level + 1}", scale, new TranslationTransformation([.. place.Origin]));
        }

        return image with { Multiscales = [image.Multiscales[0] with { Datasets = [image.Multiscales[0].Datasets[0], .. Enumerable.Range(0, input.Levels.Count).Select(DatasetOf)] }] };
    }

    /// <exception cref="UsageException">An option names an axis that no image has, or channels.</exception>
    internal static void RequireKnownAxes(ConvertRequest request, IReadOnlyList<InputImage> inputs)
    {
        var axes = new string([.. "tczyx".Where(axis => inputs.Any(input => input.Axes.Contains(axis, StringComparison.Ordinal)))]);
        RequireKnownAxes("--scale", request.Scales.Keys, axes);
        RequireKnownAxes("--unit", request.Units.Keys, axes);
    }

    /// <summary>Names of the channels: those of the request or the file, or else numbers.</summary>
    internal static IReadOnlyList<string> ChannelNames(ConvertRequest request, InputImage input)
    {
        if (request.ChannelNames is { } names)
        {
            return names.Count == input.ChannelCount
                ? names
                : throw new UsageException($"--channel-names gives {Counted.Of(names.Count, "name")}, {Subject(request, input)} has {Counted.Of(input.ChannelCount, "channel")}");
        }

        return [.. Enumerable.Range(0, input.ChannelCount).Select(i => ChannelOf(input, i)?.Name ?? $"channel {i}")];
    }

    /// <summary>How the channels are shown: with the colours of the file where it says them, and with its windows if that is wanted.</summary>
    internal static Omero CreateOmero(IReadOnlyList<string> names, InputImage input, IReadOnlyList<OmeroWindow> windows, bool takesWindows)
    {
        IReadOnlyList<OmeroWindow> shown = takesWindows ? [.. windows.Select((window, i) => WindowOf(ChannelOf(input, i), window))] : windows;
        var omero = Omero.FromChannels(names, input.IsRgb ? Shared(shown) : shown);
        if (names.Count == 1 && ChannelOf(input, 0)?.Color is { } color && color != "FFFFFF" && omero.Rdefs is { } single)
        {
            omero = omero with { Rdefs = single with { Model = OmeroRenderingDefs.Color } };
        }

        if (input.MiddleSlice is { } middle && omero.Rdefs is { } rdefs)
        {
            omero = omero with { Rdefs = rdefs with { DefaultZ = middle } };
        }

        if (input.FirstView is { } view)
        {
            omero = omero with
            {
                Rdefs = view with
                {
                    DefaultT = view.DefaultT < input.LengthOf('t') ? view.DefaultT : omero.Rdefs?.DefaultT,
                    DefaultZ = view.DefaultZ < input.LengthOf('z') ? view.DefaultZ : omero.Rdefs?.DefaultZ,
                    Model = view.Model ?? omero.Rdefs?.Model,
                },
            };
        }

        return input.IsRgb
            ? omero with { Channels = [.. omero.Channels.Select((channel, i) => channel with { Color = RgbColors[i], Active = i < Colors })] }
            : omero with { Channels = [.. omero.Channels.Select((channel, i) => Coloured(channel, ChannelOf(input, i)))] };
    }

    private static FileChannel? ChannelOf(InputImage input, int channel) => input.Channels.Count == input.ChannelCount ? input.Channels[channel] : null;

    private static OmeroChannel Coloured(OmeroChannel channel, FileChannel? inFile) => inFile is null
        ? channel
        : channel with { Color = inFile.Color ?? channel.Color, Inverted = inFile.IsInverted };

    private static OmeroWindow WindowOf(FileChannel? inFile, OmeroWindow measured) => inFile?.Window is var (start, end) && start < end
        ? measured with { Start = start, End = end, Min = Math.Min(measured.Min, start), Max = Math.Max(measured.Max, end) }
        : measured;

    /// <summary>One window for red, green and blue, so that colours stay what they are. Opacity, which may follow, has its own.</summary>
    private static IReadOnlyList<OmeroWindow> Shared(IReadOnlyList<OmeroWindow> windows)
    {
        var colors = windows.Take(Colors).ToList();
        var shared = new OmeroWindow
        {
            Min = colors.Min(window => window.Min),
            Start = colors.Min(window => window.Start),
            End = colors.Max(window => window.End),
            Max = colors.Max(window => window.Max),
        };
        return [.. Enumerable.Repeat(shared, colors.Count), .. windows.Skip(Colors)];
    }

    private static string Subject(ConvertRequest request, InputImage input) => request.Kind == OutputKind.Collection ? input.Path : "the image";

    private static Dimension DimensionOf(ConvertRequest request, InputImage input, int index)
    {
        var (axis, inFile) = (input.Axes[index], input.PixelSizes[index]);
        var isSpace = axis is 'z' or 'y' or 'x';
        var unit = request.Units.GetValueOrDefault(axis)
            ?? (isSpace ? request.Units.GetValueOrDefault(ConvertRequest.AllSpaceAxes) : null)
            ?? (request.Scales.ContainsKey(axis) ? null : inFile?.Unit);
        var size = request.Scales.TryGetValue(axis, out var given) ? given : inFile?.Value ?? 1;
        return new Dimension(axis.ToString(), size, unit) { Translation = input.Origin.Count > 0 ? input.Origin[index] : null };
    }

    /// <summary>The dimension with the place of its first pixel, if the centre of the image is known and the unit is a length.</summary>
    private static Dimension Placed(Dimension dimension, (double X, double Y)? center, long length)
    {
        var micrometers = dimension.Name switch { "x" => center?.X, "y" => center?.Y, _ => null };
        return micrometers is { } place && UnitNames.PerMicrometer(dimension.Unit) is { } units
            ? dimension with { Translation = Math.Round((place * units) - (dimension.Scale * (length - 1) / 2), DecimalsOfPlaces) }
            : dimension;
    }

    private static void RequireKnownAxes(string option, IEnumerable<char> named, string axes)
    {
        foreach (var axis in named.Where(axis => axis != ConvertRequest.AllSpaceAxes))
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
}
