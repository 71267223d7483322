using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// A chunk that somebody writes to, and its elements if they are kept until more arrive. One task at a time works on it: whoever has the
/// <see cref="ChunkTurn"/>.
/// </summary>
internal sealed class PendingChunk(BufferedWriter owner, StoreKey key)
{
    /// <summary>The writer that the chunk belongs to and that can store it.</summary>
    internal BufferedWriter Owner => owner;

    internal StoreKey Key => key;

    /// <summary>Lets one task work on the chunk. Nobody waits for it who works on another chunk, so tasks cannot wait for each other in a circle.</summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The elements; null while none are kept. Belongs to whoever has the turn; set by <see cref="ChunkBuffer"/>.</summary>
    internal KeptElements? Kept { get; set; }

    /// <summary>How many tasks work on the chunk or wait to. Guarded by <see cref="ChunkBuffer"/>.</summary>
    internal int Users { get; set; }

    /// <summary>Place among the chunks whose elements are kept; null while none are. Guarded by <see cref="ChunkBuffer"/>.</summary>
    internal LinkedListNode<PendingChunk>? Place { get; set; }

    /// <summary>When elements of the chunk last came, counted in such events. Guarded by <see cref="ChunkBuffer"/>.</summary>
    internal long LastUse { get; set; }
}

/// <summary>The elements of a partly written chunk, and which of them were written; what lies beyond the array is the fill value.</summary>
internal sealed record KeptElements(ChunkRoom Room, ChunkCoverage Coverage);

/// <summary>The right to work on a chunk; disposing it lets the next task in.</summary>
internal readonly struct ChunkTurn(ChunkBuffer buffer, PendingChunk chunk) : IDisposable
{
    internal PendingChunk Chunk => chunk;

    public void Dispose()
    {
        chunk.Turn.Release();
        buffer.Leave(chunk);
    }
}

/// <summary>Memory for the elements of one chunk, which counts against the limit of its buffer until it is disposed.</summary>
internal sealed class ChunkRoom(ChunkBuffer buffer, byte[] memory) : IDisposable
{
    private byte[]? memory = memory;

    internal byte[] Memory => memory ?? throw new ObjectDisposedException(nameof(ChunkRoom));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref memory, null) is { } mine)
        {
            buffer.Return(mine);
        }
    }
}
