using OmeZarr.Rendering.Planes;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Rendering;

/// <summary>An opened image, for rendering.</summary>
/// <param name="Metadata">The metadata.</param>
/// <param name="Levels">The arrays of the levels, highest resolution first; at least one.</param>
internal sealed record ImageToRender(Image Metadata, IReadOnlyList<ZarrArray> Levels)
{
    private const int ChannelsWithoutOmero = 7;

    // Whoever wants more names them.
    private const int MostAtFirst = 64;

    /// <summary>The dimensions of the arrays.</summary>
    internal PlaneAxes Axes { get; } = PlaneAxes.Of(Metadata.Multiscales[0].Axes, Levels[0]);

    internal int ChannelCount => (int)Math.Min(int.MaxValue, PlaneAxes.Length(Axes.C, Levels[0].Shape));

    private OmeroRenderingDefs? Defaults => Metadata.Omero?.Rdefs;

    /// <summary>The planes that the options, or else the metadata, name.</summary>
    /// <exception cref="ArgumentException">The image has no such plane or time point.</exception>
    internal PlaneChoice Planes(RenderOptions options)
    {
        var shape = Levels[0].Shape;
        var (planes, times) = (PlaneAxes.Length(Axes.Z, shape), PlaneAxes.Length(Axes.T, shape));
        var projects = options.ProjectsZ || (options.Z is null && Defaults?.Projection == "intmax");
        var z = options.Z is { } plane ? Require(plane, planes, "z", "plane") : Inside(Defaults?.DefaultZ, planes) ?? planes / 2;
        var t = options.T is { } time ? Require(time, times, "t", "time point") : Inside(Defaults?.DefaultT, times) ?? 0;
        return new PlaneChoice(projects ? null : z, t, planes) { Others = Others(options.Others) };
    }

    private ValueList<OtherIndex> Others(ValueList<(string Axis, long Index)> wanted)
    {
        foreach (var (axis, _) in wanted)
        {
            if (Axes.Others.All(other => other.Name != axis))
            {
                throw new ArgumentException($"\"{axis}\" is no other axis of the image; {(Axes.Others.Count == 0 ? "it has none" : $"it has {string.Join(", ", Axes.Others.Select(other => other.Name))}")}", axis);
            }
        }

        return [.. Axes.Others.Select(Of)];

        OtherIndex Of((int Axis, string Name) other)
        {
            var length = Levels[0].Shape[other.Axis];
            return new OtherIndex(other.Name, Require(wanted.LastOrDefault(one => one.Axis == other.Name).Index, length, other.Name, "position"), length);
        }
    }

    /// <summary>The channels that the options, or else the metadata, show.</summary>
    /// <exception cref="ArgumentException">The image has no such channel, or one is named twice.</exception>
    internal IReadOnlyList<ChannelStyle> Channels(RenderOptions options)
    {
        if (options.Displays is { } displays)
        {
            List<int> channels = displays.Count == 0 ? [] : Require([.. displays.Select(display => display.Channel)]);
            return [.. channels.Zip(displays, (channel, display) => ChannelStyle.Of(Metadata.Omero, channel, ChannelCount).With(display))];
        }

        var shown = options.Channels is { } chosen ? Require(chosen) : ShownAtFirst();
        var isGrey = Defaults?.Model == OmeroRenderingDefs.Greyscale;
        return isGrey && (shown.Count == 1 || options.Channels is null)
            ? [ChannelStyle.Of(Metadata.Omero, shown[0], ChannelCount) with { Color = Rgb.White }]
            : [.. shown.Select(channel => ChannelStyle.Of(Metadata.Omero, channel, ChannelCount))];
    }

    private List<int> ShownAtFirst()
    {
        if (Metadata.Omero is not { } omero)
        {
            return [.. Enumerable.Range(0, Math.Min(ChannelCount, ChannelsWithoutOmero))];
        }

        var known = Math.Clamp(omero.Channels.Count, 1, ChannelCount);
        List<int> active = [.. Enumerable.Range(0, known).Where(channel => channel >= omero.Channels.Count || omero.Channels[channel].Active != false).Take(MostAtFirst)];
        return active.Count > 0 ? active : [.. Enumerable.Range(0, Math.Min(known, MostAtFirst))];
    }

    private List<int> Require(ValueList<int> chosen)
    {
        foreach (var channel in chosen)
        {
            Require(channel, ChannelCount, "c", "channel");
        }

        return chosen.Count > 0 && chosen.Distinct().Count() == chosen.Count
            ? [.. chosen]
            : throw new ArgumentException(chosen.Count == 0 ? "no channel is named" : "a channel is named twice", nameof(chosen));
    }

    private static long Require(long index, long length, string axis, string noun) => index >= 0 && index < length
        ? index
        : throw new ArgumentException($"{axis} {index}: the image has {(length == 1 ? $"one {noun}, 0" : $"{length} {noun}s, 0 to {length - 1}")}", axis);

    private static long? Inside(long? index, long length) => index >= 0 && index < length ? index : null;
}
