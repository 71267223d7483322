using Zarr;

namespace OmeZarr;

/// <summary>An array that reads elements from a source directly into its own buffers, many chunks at a time.</summary>
internal interface IDirectArray : IWritableArray
{
    /// <summary>Writes a region from a source.</summary>
    /// <param name="source">A source of the shape of the region.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="progress">Receives a report after each stored chunk or shard; null disables reporting.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    Task WriteAsync(IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken);
}
