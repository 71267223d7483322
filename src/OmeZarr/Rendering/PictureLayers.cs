namespace OmeZarr.Rendering;

/// <summary>What a picture is made of: the values of the channels, and the colours of labels, each reduced to the size of the picture.</summary>
/// <param name="Width">Number of columns.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Planes">The channels that are shown.</param>
internal sealed record PictureLayers(int Width, int Height, IReadOnlyList<ChannelPlane> Planes)
{
    /// <summary>The labels on top; null if there are none.</summary>
    internal LabelLayer? Labels { get; init; }

    /// <summary>Reads the layers of an image. A label image has no channels, only labels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">The labels to lay over it; null for none.</param>
    /// <param name="options">What to show.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The options name something that the image does not have.</exception>
    internal static async Task<PictureLayers> ReadAsync(ImageToRender image, ImageToRender? labels, RenderOptions options, CancellationToken cancellationToken)
    {
        var (planes, level) = (image.Planes(options), LevelChoice.Of(image, options.Size, options.Level));
        if (image.Metadata is V05.LabelImage)
        {
            return new PictureLayers(level.Width, level.Height, []) { Labels = await LabelLayer.ReadAsync(image, level, planes, 1, cancellationToken).ConfigureAwait(false) };
        }

        var channels = await ReadChannelsAsync(image, level, planes, image.Channels(options), cancellationToken).ConfigureAwait(false);
        var overlay = labels is null
            ? null
            : await LabelLayer.ReadAsync(labels, LevelChoice.Covering(labels, level.Width, level.Height), planes, options.LabelOpacity, cancellationToken).ConfigureAwait(false);
        return new PictureLayers(level.Width, level.Height, channels) { Labels = overlay };
    }

    private static async Task<IReadOnlyList<ChannelPlane>> ReadChannelsAsync(
        ImageToRender image, LevelChoice level, PlaneChoice planes, IReadOnlyList<ChannelStyle> styles, CancellationToken cancellationToken)
    {
        var reader = new PlaneReader(level.Array, image.Axes);
        var result = new Dictionary<int, ChannelPlane>();
        foreach (var group in reader.Groups([.. styles.Select(style => style.Channel).Order()]))
        {
            var averages = group.ToDictionary(channel => channel, _ => level.NewAverage(image.Axes));
            var columns = new ColumnsOfRows(level, image.Axes);
            await reader.ReadAsync(group, planes, (channel, y, x, values) => averages[channel].Add(y, columns.At(x, values.Length), values), cancellationToken).ConfigureAwait(false);
            foreach (var style in styles.Where(style => averages.ContainsKey(style.Channel)))
            {
                result.Add(style.Channel, new ChannelPlane(style, averages[style.Channel].Finish()));
            }
        }

        return [.. styles.Select(style => result[style.Channel])];
    }
}

/// <summary>A channel of a picture.</summary>
/// <param name="Style">How it is shown.</param>
/// <param name="Values">Its values, row by row; NaN where there is none.</param>
internal sealed record ChannelPlane(ChannelStyle Style, double[] Values);
