using Zarr;

namespace OmeZarr;

/// <summary>An array of an <see cref="IArrayBackend"/>, to which regions can be written.</summary>
/// <remarks>
/// <para>Every region is inside the array and inside one chunk (<see cref="ArrayRequest.WriteUnit"/>), and is not empty. Writers of
/// whole images write each chunk, clipped to the array, exactly once, and at most <see cref="ArrayRequest.MaxDegreeOfParallelism"/> chunks at the same time. Callers that fill a prepared array
/// may write parts of one chunk in several calls, at the same time, and the same elements repeatedly.</para>
/// <para>An implementation is thread-safe, and elements that were never written read as zero. Nothing is written after disposal. If disposal throws, it may be called again.</para>
/// </remarks>
public interface IWritableArray : IAsyncDisposable
{
    /// <summary>Writes a region. New values replace earlier ones.</summary>
    /// <param name="region">A region inside one chunk.</param>
    /// <param name="elements">Its elements in C order (last dimension fastest), in the byte order of this machine. The writer reuses the memory when the call has
    /// returned, so an implementation must copy what it keeps.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken);

    /// <summary>Stores everything that was written by calls that have returned, so that readers see it. If it throws, it keeps what it could not store, and another call tries again.</summary>
    /// <param name="cancellationToken">Stops the storing.</param>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
