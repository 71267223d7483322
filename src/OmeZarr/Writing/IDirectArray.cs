using Zarr;

namespace OmeZarr.Writing;

/// <summary>An array that fetches elements from a source straight into its own buffers, many chunks at a time.</summary>
internal interface IDirectArray : IWritableArray
{
    /// <summary>Writes a region whose elements the source has.</summary>
    /// <param name="source">A source of the shape of the region.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="progress">Told after each chunk (shard) that is stored for good; null for nobody.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    Task WriteAsync(IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken);
}
