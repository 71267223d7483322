using Zarr;

namespace OmeZarr;

/// <summary>An array of an <see cref="IArrayBackend"/>, to which regions can be written. Disposing stores everything.</summary>
/// <remarks>
/// Thread-safe. The writers of whole images write one chunk (shard) after the other, clipped to the array, and none twice; who fills a prepared
/// array writes whatever regions he has.
/// </remarks>
public interface IWritableArray : IAsyncDisposable
{
    /// <summary>Writes a region.</summary>
    /// <param name="region">A region inside the array.</param>
    /// <param name="elements">Its elements in C order, in the byte order of this machine; not to be used after the call has returned.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken);

    /// <summary>Stores everything that was written by calls that have returned.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
