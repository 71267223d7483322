using Zarr;

namespace OmeZarr;

/// <summary>An array of an <see cref="IArrayBackend"/>, to which regions can be written.</summary>
/// <remarks>
/// <para>What is promised to an implementation: every region lies inside the array and inside one chunk (<see cref="ArrayRequest.WriteUnit"/>), and is not empty. The writers of
/// whole images write each chunk, clipped to the array, exactly once, at most <see cref="ArrayRequest.MaxDegreeOfParallelism"/> of them at the same time. Who fills a prepared array writes
/// whatever parts he has: parts of one chunk may then come in several calls, at the same time too, and the same elements again.</para>
/// <para>What an implementation promises: it is thread-safe, and what was not written reads as zero. No write comes after disposing; it is disposed once, unless that throws, then perhaps again.</para>
/// </remarks>
public interface IWritableArray : IAsyncDisposable
{
    /// <summary>Writes a region; of elements that were written before, the new values count.</summary>
    /// <param name="region">A region inside one chunk.</param>
    /// <param name="elements">Its elements in C order (last dimension fastest), in the byte order of this machine. The memory is used for something else when the call has
    /// returned: what is kept must be copied.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken);

    /// <summary>Stores everything that was written by calls that have returned, so that readers see it. If it throws, what could not be stored is kept, for another attempt.</summary>
    /// <param name="cancellationToken">Stops the storing.</param>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
