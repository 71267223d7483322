using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// A partly written chunk, and its elements if they are buffered until more arrive. One task at a time works on the chunk: the task that holds the
/// <see cref="PendingChunkLock"/>.
/// </summary>
internal sealed class PendingChunk(BufferedWriter owner, StoreKey key)
{
    /// <summary>The writer of the chunk, which can store it.</summary>
    internal BufferedWriter Owner => owner;

    internal StoreKey Key => key;

    /// <summary>Lets one task work on the chunk. A task that holds the lock of one chunk never waits for the lock of another, so tasks cannot deadlock.</summary>
    internal SemaphoreSlim Lock { get; } = new(1, 1);

    /// <summary>The buffered elements; null if none are buffered. They belong to the task that holds the lock. Set by <see cref="ChunkBuffer"/>.</summary>
    internal PendingElements? Elements { get; set; }

    /// <summary>Number of tasks that hold the lock or wait for it. Guarded by <see cref="ChunkBuffer"/>.</summary>
    internal int Users { get; set; }

    /// <summary>Node in the list of buffered chunks; null if no elements are buffered. Guarded by <see cref="ChunkBuffer"/>.</summary>
    internal LinkedListNode<PendingChunk>? Node { get; set; }

    /// <summary>Time of the last write to the chunk, counted in writes to all chunks. Guarded by <see cref="ChunkBuffer"/>.</summary>
    internal long LastUse { get; set; }
}

/// <summary>The elements of a partly written chunk, and a record of those written. Elements beyond the array are the fill value.</summary>
internal sealed record PendingElements(BufferLease Lease, ChunkCoverage Coverage);

/// <summary>The lock of a chunk, held by one task. Disposing it releases the lock.</summary>
internal readonly struct PendingChunkLock(ChunkBuffer buffer, PendingChunk chunk) : IDisposable
{
    internal PendingChunk Chunk => chunk;

    public void Dispose()
    {
        chunk.Lock.Release();
        buffer.Unlock(chunk);
    }
}

/// <summary>Memory for the elements of one chunk, which counts against the limit of its buffer until it is disposed.</summary>
internal sealed class BufferLease(ChunkBuffer buffer, byte[] memory) : IDisposable
{
    private byte[]? memory = memory;

    internal byte[] Memory => memory ?? throw new ObjectDisposedException(nameof(BufferLease));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref memory, null) is { } rented)
        {
            buffer.Return(rented);
        }
    }
}
