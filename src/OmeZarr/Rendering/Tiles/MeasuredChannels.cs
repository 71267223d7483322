using System.Collections.Concurrent;
using System.Globalization;
using OmeZarr.Measuring;
using OmeZarr.Rendering.Planes;

namespace OmeZarr.Rendering.Tiles;

/// <summary>
/// The values of channels whose metadata have no usable window, measured once: in the picture of 512 pixels that is shown at first, or in parts of the plane if very many pixels would have to be read for it.
/// All pictures of an image take their windows from here. Thread-safe.
/// </summary>
internal sealed class MeasuredChannels(ImageToRender image)
{
    // Of larger planes, which lack small levels, so many parts are read in each direction.
    private const long MostPixels = 1 << 23;
    private const int Parts = 4;
    private const int PartLength = 256;

    private static readonly RenderOptions FirstPicture = new();

    private readonly LevelChoice first = LevelChoice.Of(image, FirstPicture.Size, null);
    private readonly ConcurrentDictionary<int, ValueSummary> summaries = [];

    private (long X, long Y) Chunk => (first.Array.InnerChunkShape ?? first.Array.ChunkShape) is var chunk ? (chunk[image.Axes.X], chunk[image.Axes.Y]) : default;

    // A large chunk would be decoded again for each part in it.
    private bool IsSampled => first.Source(image.Axes).Area > MostPixels && (Int128)Chunk.X * Chunk.Y <= MostPixels / 2;

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
        if (options.Level is null && picture.Frame == first.Frame && !IsSampled && image.Planes(options) == image.Planes(FirstPicture))
        {
            foreach (var plane in picture.Planes.Where(plane => plane.Style.Window is null))
            {
                Add(plane.Style.Channel, [plane.Values]);
            }
        }
    }

    private async Task MeasureAsync(int[] channels, LayerReader reader, CancellationToken cancellationToken)
    {
        int[] unknown = [.. channels.Where(channel => !summaries.ContainsKey(channel))];
        if (unknown.Length == 0)
        {
            return;
        }

        var read = new List<IReadOnlyDictionary<int, double[]>>();
        foreach (var picture in IsSampled ? Samples() : [first])
        {
            read.Add(await reader.ReadChannelsAsync(image, picture, image.Planes(FirstPicture), unknown, cancellationToken).ConfigureAwait(false));
        }

        foreach (var channel in unknown)
        {
            Add(channel, read.Select(values => values[channel]));
        }
    }

    private void Add(int channel, IEnumerable<double[]> pictures)
    {
        var (min, low, high, max) = Canvas.Summarise(pictures);
        summaries.TryAdd(channel, new ValueSummary(Plain(min), Plain(low), Plain(high), Plain(max)));
    }

    /// <summary>Without the last digits, which averages add: 99.99999999999999 is 100.</summary>
    private static double Plain(double value) => double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private IEnumerable<LevelChoice> Samples()
    {
        var (width, height) = (first.Array.Shape[image.Axes.X], first.Array.Shape[image.Axes.Y]);
        return from row in Enumerable.Range(0, Parts)
               from column in Enumerable.Range(0, Parts)
               let x = Along(column, width, Chunk.X)
               let y = Along(row, height, Chunk.Y)
               select first with { Frame = new PictureFrame(width, height, new PlanePart(x, y, Math.Min(PartLength, width), Math.Min(PartLength, height))) };

        // At the beginning of a chunk, so that only this one is read.
        static long Along(int part, long length, long chunk) => Math.Clamp(length / (2 * Parts) * ((2 * part) + 1) / chunk * chunk, 0, Math.Max(0, length - PartLength));
    }
}
