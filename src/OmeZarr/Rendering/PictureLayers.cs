using OmeZarr.Rendering.Planes;

namespace OmeZarr.Rendering;

/// <summary>What a picture is made of: the values of the channels, and the colours of labels, each reduced to the size of the picture.</summary>
/// <param name="Frame">The size, and the part of the plane that is shown.</param>
/// <param name="Planes">The channels that are shown.</param>
internal sealed record PictureLayers(PictureFrame Frame, IReadOnlyList<ChannelPlane> Planes)
{
    /// <summary>Number of columns.</summary>
    internal int Width => (int)Frame.Part.Width;

    /// <summary>Number of rows.</summary>
    internal int Height => (int)Frame.Part.Height;

    /// <summary>The labels on top; null if there are none.</summary>
    internal LabelLayer? Labels { get; init; }

    /// <summary>The opacity of the labels, which is multiplied with that of their colours.</summary>
    internal double LabelOpacity { get; init; } = 1;

    /// <summary>Reads the layers of a picture of a whole plane.</summary>
    /// <inheritdoc cref="ReadAsync(LayerReader, ImageToRender, ImageToRender?, RenderOptions, LevelChoice, CancellationToken)"/>
    internal static Task<PictureLayers> ReadAsync(ImageToRender image, ImageToRender? labels, RenderOptions options, CancellationToken cancellationToken) =>
        ReadAsync(LayerReader.Direct, image, labels, options, LevelChoice.Of(image, options.Size, options.Level), cancellationToken);

    /// <summary>Reads the layers of a picture. A label image has no channels, only labels.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="image">The image.</param>
    /// <param name="labels">The labels to lay over it; null for none.</param>
    /// <param name="options">What to show.</param>
    /// <param name="level">The level that is read, and what is made of it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The options name something that the image does not have.</exception>
    internal static async Task<PictureLayers> ReadAsync(LayerReader reader, ImageToRender image, ImageToRender? labels, RenderOptions options, LevelChoice level, CancellationToken cancellationToken)
    {
        var planes = image.Planes(options);
        if (image.Metadata is V05.LabelImage)
        {
            return new PictureLayers(level.Frame, []) { Labels = await reader.ReadLabelsAsync(image, level.Frame, planes, options.OutlinesLabels, cancellationToken).ConfigureAwait(false) };
        }

        var styles = image.Channels(options);
        var values = await reader.ReadChannelsAsync(image, level, planes, [.. styles.Select(style => style.Channel)], cancellationToken).ConfigureAwait(false);
        return new PictureLayers(level.Frame, [.. styles.Select(style => new ChannelPlane(style, values[style.Channel]))])
        {
            Labels = labels is null ? null : await reader.ReadLabelsAsync(labels, level.Frame, planes, options.OutlinesLabels, cancellationToken).ConfigureAwait(false),
            LabelOpacity = options.LabelOpacity,
        };
    }
}

/// <summary>A channel of a picture.</summary>
/// <param name="Style">How it is shown.</param>
/// <param name="Values">Its values, row by row; NaN where there is none.</param>
internal sealed record ChannelPlane(ChannelStyle Style, double[] Values);
