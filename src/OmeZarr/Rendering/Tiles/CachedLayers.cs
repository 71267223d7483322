using OmeZarr.Rendering.Planes;
using Zarr;

namespace OmeZarr.Rendering.Tiles;

/// <summary>Reads the layers of tiles and keeps them. Channels that are stored in the same chunks are read together.</summary>
internal sealed class CachedLayers(TileCache cache) : LayerReader
{
    // Red, green, blue and opacity are often in the same chunk. Of longer chunks each channel is read alone.
    private const long MostTogether = 4;
    private const int MostGroups = 8;

    // A tile of fewer pixels of the level is read directly: with 2 bytes each, 64 MiB.
    private const long MostDirect = 1 << 25;

    // The pixels of a plane that is kept for all coarser tiles, 8 bytes each.
    private const long MostOfPlane = 12 << 20;

    internal override async Task<IReadOnlyDictionary<int, double[]>> ReadChannelsAsync(
        ImageToRender image, LevelChoice level, PlaneChoice planes, IReadOnlyList<int> channels, CancellationToken cancellationToken)
    {
        var together = TogetherIn(image, level);
        var groups = channels.GroupBy(channel => channel / together * together).ToArray();
        var values = new Dictionary<int, double[]>();

        // Some at a time: each takes memory for whole chunks.
        foreach (var some in groups.Chunk(MostGroups))
        {
            var read = await Task.WhenAll(some.Select(group => ReadGroupAsync(image, level, planes, group.Key, (int)Math.Min(together, image.ChannelCount - group.Key), cancellationToken))).ConfigureAwait(false);
            foreach (var (group, planesOfGroup) in some.Zip(read))
            {
                foreach (var channel in group)
                {
                    values.Add(channel, planesOfGroup[channel - group.Key]);
                }
            }
        }

        return values;
    }

    internal override Task<LabelLayer> ReadLabelsAsync(ImageToRender labels, PictureFrame frame, PlaneChoice planes, bool isOutline, CancellationToken cancellationToken) => cache.Labels.GetAsync(
        new LabelKey(labels.Levels[0], frame, planes, isOutline),
        token => base.ReadLabelsAsync(labels, frame, planes, isOutline, token),
        cancellationToken);

    private static int TogetherIn(ImageToRender image, LevelChoice level) =>
        image.Axes.C is { } axis && (level.Array.InnerChunkShape ?? level.Array.ChunkShape)[axis] is <= MostTogether and var length ? (int)length : 1;

    private Task<double[][]> ReadGroupAsync(ImageToRender image, LevelChoice level, PlaneChoice planes, int first, int count, CancellationToken cancellationToken) => cache.Planes.GetAsync(
        new PlaneKey(level.Array, level.Frame, planes, first),
        token => NeedsWholePlane(image, level) ? ReduceAsync(image, level, planes, first, count, token) : ReadAsync(image, level, planes, first, count, token),
        cancellationToken);

    private async Task<double[][]> ReadAsync(ImageToRender image, LevelChoice level, PlaneChoice planes, int first, int count, CancellationToken cancellationToken)
    {
        var values = await base.ReadChannelsAsync(image, level, planes, [.. Enumerable.Range(first, count)], cancellationToken).ConfigureAwait(false);
        return [.. values.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }

    /// <summary>An image without small levels: its plane is read once, reduced and kept, and all coarse tiles are made of it.</summary>
    private async Task<double[][]> ReduceAsync(ImageToRender image, LevelChoice level, PlaneChoice planes, int first, int count, CancellationToken cancellationToken)
    {
        var (width, height) = PlaneSize(image, level);
        var whole = level with { Frame = PictureFrame.Whole(width, height) };
        var kept = await cache.Planes.GetAsync(
            new PlaneKey(level.Array, whole.Frame, planes, first), token => ReadAsync(image, whole, planes, first, count, token), cancellationToken).ConfigureAwait(false);
        return [.. kept.Select(plane => Reduce(plane, width, height, level.Frame))];
    }

    private static double[] Reduce(double[] plane, int width, int height, PictureFrame frame)
    {
        var (average, source) = (new BoxAverage(frame, width, height), frame.In(width, height));
        for (var y = source.Y; y < source.Bottom; y++)
        {
            average.Add(y, source.X, plane.AsSpan((int)((y * width) + source.X), (int)source.Width));
        }

        return average.Finish();
    }

    /// <summary>Whether so many pixels of the level belong to the picture that they are better read once for all pictures of this size. Levels may be rounded differently by one pixel.</summary>
    private static bool NeedsWholePlane(ImageToRender image, LevelChoice level)
    {
        var (width, height) = PlaneSize(image, level);
        return level.Source(image.Axes).Area > MostDirect && level.Frame.PlaneWidth <= width + 1 && level.Frame.PlaneHeight <= height + 1 && level.Frame != PictureFrame.Whole(width, height);
    }

    /// <summary>The size of a plane of a level that is halved until it can be kept.</summary>
    private static (int Width, int Height) PlaneSize(ImageToRender image, LevelChoice level)
    {
        var (width, height) = (level.Array.Shape[image.Axes.X], level.Array.Shape[image.Axes.Y]);
        while ((Int128)width * height > MostOfPlane)
        {
            (width, height) = ((width + 1) / 2, (height + 1) / 2);
        }

        return ((int)width, (int)height);
    }
}

/// <summary>The channels of a picture that are read together.</summary>
internal readonly record struct PlaneKey(ZarrArray Level, PictureFrame Frame, PlaneChoice Planes, int FirstChannel);

/// <summary>The labels of a picture.</summary>
internal readonly record struct LabelKey(ZarrArray Level, PictureFrame Frame, PlaneChoice Planes, bool IsOutline);
