using OmeZarr.Rendering;
using OmeZarr.Rendering.Tiles;

namespace OmeZarr;

/// <summary>Keeps decoded parts of images for <see cref="OmeTiles"/>, so that other colours and windows need no reading. Several images may share one. Thread-safe.</summary>
public sealed class TileCache
{
    /// <summary>An empty cache.</summary>
    /// <param name="maxBytes">The most bytes that are kept; the parts used last stay. 0 keeps nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public TileCache(long maxBytes = 256 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        Planes = new SharedWork<PlaneKey, double[][]>(maxBytes - (maxBytes / 4), planes => planes.Sum(plane => plane.LongLength * sizeof(double)));
        Labels = new SharedWork<LabelKey, LabelLayer>(maxBytes / 4, layer => layer.Opacity.LongLength * 4 * sizeof(float));
    }

    internal SharedWork<PlaneKey, double[][]> Planes { get; }

    internal SharedWork<LabelKey, LabelLayer> Labels { get; }
}
