using System.Collections.Concurrent;
using OmeZarr.Measuring;

namespace OmeZarr.Rendering.Tiles;

/// <summary>The values of channels whose metadata have no usable window, measured once: in the picture of 512 pixels that is shown at first. All pictures of an image take their windows from here. Thread-safe.</summary>
internal sealed class MeasuredChannels(ImageToRender image)
{
    private readonly ConcurrentDictionary<int, ValueSummary> summaries = [];

    private LevelChoice Level { get; } = LevelChoice.Of(image, FirstPicture.Size, null);

    private static RenderOptions FirstPicture { get; } = new();

    /// <summary>The windows of channels: those of the styles, or else the percentiles that were measured.</summary>
    /// <param name="styles">The channels.</param>
    /// <param name="reader">Reads what was not measured yet.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task<Func<ChannelStyle, (double Start, double End)>> WindowsAsync(IReadOnlyList<ChannelStyle> styles, LayerReader reader, CancellationToken cancellationToken)
    {
        int[] missing = [.. styles.Where(style => style.Window is null).Select(style => style.Channel)];
        await MeasureAsync(missing, reader, cancellationToken).ConfigureAwait(false);
        var measured = missing.ToDictionary(channel => channel, channel => DisplayWindow.Shown(summaries[channel]));
        return style => style.Window ?? measured[style.Channel];
    }

    /// <summary>The extremes and percentiles of a channel.</summary>
    internal async Task<ValueSummary> SummariseAsync(int channel, LayerReader reader, CancellationToken cancellationToken)
    {
        await MeasureAsync([channel], reader, cancellationToken).ConfigureAwait(false);
        return summaries[channel];
    }

    /// <summary>Measures in a picture that was made anyway, if it is the one that is shown at first.</summary>
    internal void Take(PictureLayers picture, RenderOptions options)
    {
        if (options.Level is null && picture.Frame == Level.Frame && image.Planes(options) == image.Planes(FirstPicture))
        {
            foreach (var plane in picture.Planes.Where(plane => plane.Style.Window is null))
            {
                Add(plane.Style.Channel, plane.Values);
            }
        }
    }

    private async Task MeasureAsync(int[] channels, LayerReader reader, CancellationToken cancellationToken)
    {
        int[] unknown = [.. channels.Where(channel => !summaries.ContainsKey(channel))];
        if (unknown.Length > 0)
        {
            foreach (var (channel, values) in await reader.ReadChannelsAsync(image, Level, image.Planes(FirstPicture), unknown, cancellationToken).ConfigureAwait(false))
            {
                Add(channel, values);
            }
        }
    }

    private void Add(int channel, double[] values) => summaries.TryAdd(channel, Canvas.Summarise([values]));
}
