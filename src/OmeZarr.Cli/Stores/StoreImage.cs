using OmeZarr.Cli.Inputs;
using OmeZarr.V05;

namespace OmeZarr.Cli.Stores;

/// <summary>A stored image as an input.</summary>
internal static class StoreImage
{
    /// <summary>Takes what an opened image says, and reads which labels it has.</summary>
    /// <param name="node">The image, for messages.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IOException">Its full resolution cannot be read, or its axes are others than those of files.</exception>
    internal static async Task<InputImage> ReadAsync(StoreNode node, OmeImage image, CancellationToken cancellationToken)
    {
        RequireFullResolution(node, image);
        var order = StoreAxes.OrderOf(image.Axes)
            ?? throw node.Error($"the axes of the image are {string.Join(", ", image.Axes.Select(axis => Quote.IfNeeded(axis.Name)))}; only t, c, z, y, x can be converted, in any order, where t, c and z may be missing");
        var labels = new StoreLabels(node, order);
        await labels.ReadAsync(image, cancellationToken).ConfigureAwait(false);
        var alike = image.Levels.Where(level => level.DataType == image.Levels[0].DataType).ToList();
        var levels = alike.Select(level => new StorePixels(node.Path, order.Sorted(level))).ToList();
        return new InputImage(node.Path, levels[0], order.Axes, StoreAxes.PixelSizes(image.Multiscale, order), StoreChannels.Of(image.Metadata.Omero))
        {
            Name = image.Multiscale.Name,
            Levels = [.. levels.Skip(1)],
            LevelPlaces = [.. alike.Skip(1).Select(level => StoreAxes.PlaceOf(image.Multiscale, order, level.Path))],
            Origin = StoreAxes.Origin(image.Multiscale, order),
            Labels = labels.Labels,
            FirstView = image.Metadata.Omero?.Rdefs,
            LabelValues = (image.Metadata as LabelImage)?.ImageLabel is { } values ? StoreLabels.Free(values) : null,
            Findings = [.. StoreFindings.Of(node, image), .. labels.Findings],
        };
    }

    /// <summary>A smaller level must not pass for the image.</summary>
    private static void RequireFullResolution(StoreNode node, OmeImage image)
    {
        var first = image.Multiscale.Datasets[0].Path;
        if (image.Levels[0].Path != first)
        {
            var reason = image.Findings.FirstOrDefault(finding => finding.Location.EndsWith("datasets[0].path", StringComparison.Ordinal));
            throw node.Error($"full resolution, {Quote.IfNeeded(first)}, cannot be opened: {reason?.Message}");
        }
    }
}
