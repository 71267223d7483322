using Zarr.Arrays.Buffering;

namespace Zarr;

/// <summary>
/// Writes an array piece by piece, in any order and from any number of tasks: elements of an incomplete chunk (shard) are kept in a <see cref="WriteBuffer"/>
/// until the chunk is complete; then it is encoded and stored, once. Flushing or disposing stores the chunks that never became complete.
/// </summary>
/// <remarks>
/// <para>Thread-safe. If two writes cover the same element, the one that ended later wins; of concurrent writes, either may win. Several writers and the array itself may be used at the
/// same time for different elements, through one <see cref="ZarrArray"/>; another process, or another <see cref="ZarrArray"/>, must write different chunks.</para>
/// <para>Readers see stored chunks only. Buffered chunks are lost if the process ends without <see cref="FlushAsync(CancellationToken)"/> or <see cref="DisposeAsync"/>.</para>
/// <para>Memory: the limit of the <see cref="WriteBuffer"/>, and a few chunks per worker. However many tasks write, at most
/// <see cref="ZarrOptions.MaxDegreeOfParallelism"/> chunks of the array are worked on at a time.</para>
/// </remarks>
public sealed class ZarrArrayWriter : IAsyncDisposable
{
    private readonly BufferedWriter writer;

    internal ZarrArrayWriter(ZarrArray array, WriteBuffer buffer, BufferedWriter writer) => (ZarrArray, Buffer, this.writer) = (array, buffer, writer);

    /// <summary>The array that is written.</summary>
    public ZarrArray ZarrArray { get; }

    /// <summary>The buffer for incomplete chunks.</summary>
    public WriteBuffer Buffer { get; }

    /// <summary>Writes the whole array from a source of the same shape.</summary>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, CancellationToken)"/>
    public Task WriteAsync(IArraySource source, CancellationToken cancellationToken = default) =>
        WriteAsync(source, Region.Whole(ZarrArray.Shape), cancellationToken);

    /// <summary>Writes a region. When the call returns, every element is stored or buffered, and the source is no longer needed.</summary>
    /// <param name="source">Elements of the array's data type, in the shape of the region.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <remarks>If the call fails or is cancelled, each chunk has received all or none of its part of the region. Elements that earlier
    /// calls wrote are not lost: if this call failed to store them, they stay buffered and the next call tries again.</remarks>
    /// <exception cref="ArgumentException">Shapes or data types do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    /// <exception cref="NodeReplacedException">Another array has taken the place of this one since it was opened, or it was deleted; its chunks cannot be stored any more.</exception>
    /// <exception cref="CorruptDataException">An incomplete chunk had to be stored, and the one it must be merged with is damaged.</exception>
    /// <exception cref="IOException">A chunk could not be stored: one that this call made complete, or another one that had to make room.</exception>
    public Task WriteAsync(IArraySource source, Region region, CancellationToken cancellationToken = default)
    {
        ZarrArray.RequireFit(source, region);
        ObjectDisposedException.ThrowIf(writer.IsClosed, this);
        return writer.WriteAsync(source, region, cancellationToken);
    }

    /// <summary>Writes a region from memory.</summary>
    /// <param name="elements">The elements of the region in C order; they must not change until the call returns.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, CancellationToken)"/>
    public Task WriteAsync<T>(ReadOnlyMemory<T> elements, Region region, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ZarrArray.DataType.RequireArgument(typeof(T), nameof(WriteAsync));
        return WriteAsync(ArraySource.FromMemory(elements, region.Shape), region, cancellationToken);
    }

    /// <summary>Stores every element that was written by calls that have returned. Incomplete chunks are merged into the stored chunks, and encoded again if more elements are written.</summary>
    /// <remarks>Every chunk is tried. Chunks that cannot be stored stay buffered, and the first error is thrown. Another call tries them again.</remarks>
    /// <exception cref="CorruptDataException">The chunk with which an incomplete one must be merged is damaged.</exception>
    /// <exception cref="NodeReplacedException">Another array has taken the place of this one since it was opened, or it was deleted.</exception>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => writer.FlushAsync(null, cancellationToken);

    /// <summary>Stores everything that was written by calls that have returned, and reports progress.</summary>
    /// <param name="progress">Receives a report after each chunk that is stored; the total is the number of chunks that the writer held. Null disables reporting.</param>
    /// <param name="cancellationToken">Stops the storing between chunks; the remaining chunks stay buffered.</param>
    /// <inheritdoc cref="FlushAsync(CancellationToken)"/>
    public Task FlushAsync(IProgress<ChunkProgress>? progress, CancellationToken cancellationToken = default) => writer.FlushAsync(progress, cancellationToken);

    /// <summary>Refuses further writes, waits for those that run, and stores everything as <see cref="FlushAsync(CancellationToken)"/> does.</summary>
    /// <remarks>If it throws, the chunks that could not be stored stay buffered: <see cref="FlushAsync(CancellationToken)"/> or another <see cref="DisposeAsync"/> tries again.</remarks>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public ValueTask DisposeAsync() => new(writer.CloseAsync());

    /// <summary>The array that the writer writes.</summary>
    public override string ToString() => $"writer of {ZarrArray}";
}
