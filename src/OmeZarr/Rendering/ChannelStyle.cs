using OmeZarr.V05;

namespace OmeZarr.Rendering;

/// <summary>How a channel is shown.</summary>
/// <param name="Channel">Index of the channel.</param>
/// <param name="Color">The colour of the brightest pixels.</param>
/// <param name="Window">The values that are shown black and in full colour; null if the metadata have none that can be used.</param>
/// <param name="IsInverted">Whether bright and dark are exchanged.</param>
internal sealed record ChannelStyle(int Channel, Rgb Color, (double Start, double End)? Window, bool IsInverted)
{
    internal static ChannelStyle Of(Omero? omero, int channel, int count)
    {
        var settings = omero is not null && channel < omero.Channels.Count ? omero.Channels[channel] : null;
        var color = Rgb.Parse(settings?.Color) ?? Rgb.Parse(Omero.ColorOf(channel, count)) ?? Rgb.White;
        var window = settings?.Window is { } given && double.IsFinite(given.Start) && double.IsFinite(given.End) && given.Start < given.End ? (given.Start, given.End) : ((double, double)?)null;
        return new ChannelStyle(channel, color, window, settings?.Inverted == true);
    }

    /// <summary>The style with what the caller says of it.</summary>
    internal ChannelStyle With(ChannelDisplay display) => this with
    {
        Color = Rgb.Parse(display.Color) ?? Color,
        Window = display.Window ?? Window,
        IsInverted = display.IsInverted ?? IsInverted,
    };
}
