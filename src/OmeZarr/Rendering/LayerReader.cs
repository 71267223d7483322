using OmeZarr.Rendering.Planes;

namespace OmeZarr.Rendering;

/// <summary>Reads what a picture is made of.</summary>
internal class LayerReader
{
    /// <summary>The reader that keeps nothing.</summary>
    internal static LayerReader Direct { get; } = new();

    /// <summary>Reads channels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="level">The level and what is made of it.</param>
    /// <param name="planes">Planes and time point.</param>
    /// <param name="channels">The channels, each once, in any order.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The values of each channel, row by row; NaN where there is none.</returns>
    internal virtual async Task<IReadOnlyDictionary<int, double[]>> ReadChannelsAsync(ImageToRender image, LevelChoice level, PlaneChoice planes, IReadOnlyList<int> channels, CancellationToken cancellationToken)
    {
        var (reader, part) = (new PlaneReader(level.Array, image.Axes), level.Source(image.Axes));
        var result = new Dictionary<int, double[]>();
        foreach (var group in reader.Groups([.. channels.Order()]))
        {
            var pictures = group.ToDictionary(channel => channel, _ => level.NewPlane(image.Axes));
            await reader.ReadAsync(group, planes, part, (channel, y, x, values) => pictures[channel].Add(y, x, values), cancellationToken).ConfigureAwait(false);
            foreach (var (channel, picture) in pictures)
            {
                result.Add(channel, picture.Finish());
            }
        }

        return result;
    }

    /// <summary>Reads labels.</summary>
    /// <param name="labels">The label image.</param>
    /// <param name="frame">The picture that they lie over.</param>
    /// <param name="planes">Plane and time point of the described image.</param>
    /// <param name="isOutline">Whether only the borders of labels are shown.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal virtual Task<LabelLayer> ReadLabelsAsync(ImageToRender labels, PictureFrame frame, PlaneChoice planes, bool isOutline, CancellationToken cancellationToken) => isOutline
        ? LabelOutline.ReadAsync(labels, frame, planes, cancellationToken)
        : LabelLayer.ReadAsync(labels, frame, planes, cancellationToken);
}
