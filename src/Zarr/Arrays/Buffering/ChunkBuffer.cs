using System.Diagnostics.CodeAnalysis;
using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// Holds the partly written chunks of one or several arrays, and limits their memory. It knows no store: it names the eviction candidate, and the
/// <see cref="BufferedWriter"/> of that chunk stores it.
/// </summary>
/// <remarks>Thread-safe. The limit holds unless every buffered chunk is locked. Then memory exceeds the limit by at most two chunks per worker: the chunk that the worker holds, and the
/// lease for a chunk that another worker meanwhile buffers. The bits of <see cref="ChunkCoverage"/> are not counted. They take a few bytes for planes and rows, and at worst an eighth of
/// a uint8 chunk.</remarks>
internal sealed class ChunkBuffer(long maxBytes)
{
    /// <summary>A chunk that was not used for this number of cycles is abandoned; a cycle is one use per buffered chunk. A value of 2 is better if the chunks in use nearly fit the limit, but as bad as
    /// evicting the oldest chunk if they take twice the limit (decision 12).</summary>
    private const long CyclesUntilAbandoned = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<(BufferedWriter Owner, StoreKey Key), PendingChunk> chunks = [];
    private readonly LinkedList<PendingChunk> buffered = []; // most recently used last
    private readonly ExactSizeArrayPool pool = new();
    private long uses;
    private long used;
    private long peak;

    /// <summary>The most bytes that buffered elements may take.</summary>
    internal long MaxBytes => maxBytes;

    /// <summary>Bytes of all leases: of buffered elements, and of elements about to be buffered.</summary>
    internal long UsedBytes
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>The most bytes that all leases ever took.</summary>
    internal long PeakBytes
    {
        get
        {
            lock (gate)
            {
                return peak;
            }
        }
    }

    /// <summary>Bytes in the pool, ready for reuse. The pool never makes the sum with <see cref="UsedBytes"/> exceed the limit.</summary>
    internal long PooledBytes
    {
        get
        {
            lock (gate)
            {
                return pool.Bytes;
            }
        }
    }

    /// <summary>Locks a chunk, and waits while another task holds it.</summary>
    internal ValueTask<PendingChunkLock> LockAsync(BufferedWriter owner, StoreKey key, CancellationToken cancellationToken)
    {
        PendingChunk? chunk;
        lock (gate)
        {
            if (!chunks.TryGetValue((owner, key), out chunk))
            {
                chunks[(owner, key)] = chunk = new PendingChunk(owner, key);
            }

            chunk.Users++;
        }

        return LockAsync(chunk, cancellationToken);
    }

    /// <summary>Locks an eviction candidate that <see cref="TryRent"/> has returned.</summary>
    internal async ValueTask<PendingChunkLock> LockAsync(PendingChunk chunk, CancellationToken cancellationToken)
    {
        try
        {
            await chunk.Lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Unlock(chunk);
            throw;
        }

        return new PendingChunkLock(this, chunk);
    }

    /// <summary>Removes a task that held the lock of the chunk or waited for it.</summary>
    internal void Unlock(PendingChunk chunk)
    {
        lock (gate)
        {
            chunk.Users--;
            if (chunk is { Users: 0, Elements: null })
            {
                chunks.Remove((chunk.Owner, chunk.Key));
            }
        }
    }

    /// <summary>Leases memory for one more chunk if the limit allows it. The caller may hold the lock of that chunk; then two tasks never lease memory for the same chunk.</summary>
    internal bool TryRentWithinLimit(int length, [NotNullWhen(true)] out BufferLease? lease)
    {
        byte[]? pooled;
        lock (gate)
        {
            if (used + length > maxBytes)
            {
                lease = null;
                return false;
            }

            pooled = RentPooled(length);
        }

        lease = LeaseOf(pooled, length);
        return true;
    }

    /// <summary>Leases memory for one more chunk: within the limit, or beyond it if no chunk can be stored first.</summary>
    /// <param name="length">Bytes of the chunk.</param>
    /// <param name="lease">The leased memory.</param>
    /// <param name="candidate">The eviction candidate, if memory cannot be leased. The caller locks it by <see cref="LockAsync(PendingChunk, CancellationToken)"/>, stores it, and tries again. Meanwhile it holds no other chunk.</param>
    internal bool TryRent(int length, [NotNullWhen(true)] out BufferLease? lease, [NotNullWhen(false)] out PendingChunk? candidate)
    {
        (lease, candidate) = (null, null);
        byte[]? pooled;
        lock (gate)
        {
            candidate = used + length > maxBytes ? FindEvictionCandidate() : null;
            if (candidate is not null)
            {
                candidate.Users++;
                return false;
            }

            pooled = RentPooled(length);
        }

        lease = LeaseOf(pooled, length);
        return true;
    }

    /// <summary>Returns leased memory.</summary>
    internal void Return(byte[] memory)
    {
        lock (gate)
        {
            used -= memory.Length;
            if (used + pool.Bytes + memory.Length <= maxBytes)
            {
                pool.Return(memory);
            }
        }
    }

    /// <summary>Buffers elements of a chunk. The caller holds its lock.</summary>
    internal void Keep(PendingChunk chunk, PendingElements elements)
    {
        lock (gate)
        {
            chunk.Elements = elements;
            chunk.Node = buffered.AddLast(chunk);
        }
    }

    /// <summary>Records a write to a chunk, which decides about eviction. The caller holds its lock.</summary>
    internal void Touch(PendingChunk chunk)
    {
        lock (gate)
        {
            chunk.LastUse = ++uses;
            if (chunk.Node is { } node)
            {
                buffered.Remove(node);
                buffered.AddLast(node);
            }
        }
    }

    /// <summary>Drops the buffered elements of a chunk, if any, because they are stored. The caller holds its lock.</summary>
    internal void Drop(PendingChunk chunk)
    {
        if (chunk is not { Elements: { } elements, Node: { } node })
        {
            return;
        }

        lock (gate)
        {
            (chunk.Elements, chunk.Node) = (null, null);
            buffered.Remove(node);
        }

        elements.Lease.Dispose();
    }

    /// <summary>The keys of the buffered chunks of a writer.</summary>
    internal IReadOnlyList<StoreKey> KeysOf(BufferedWriter owner)
    {
        lock (gate)
        {
            return [.. buffered.Where(chunk => chunk.Owner == owner).Select(chunk => chunk.Key)];
        }
    }

    /// <summary>Empties the pool, so that the garbage collector can free its memory.</summary>
    internal void Trim()
    {
        lock (gate)
        {
            pool.Clear();
        }
    }

    private BufferLease LeaseOf(byte[]? pooled, int length) => new(this, pooled ?? GC.AllocateUninitializedArray<byte>(length));

    private byte[]? RentPooled(int length)
    {
        used += length;
        peak = Math.Max(peak, used);
        var pooled = pool.Rent(length);
        if (used + pool.Bytes > maxBytes)
        {
            pool.Clear();
        }

        return pooled;
    }

    /// <summary>
    /// The eviction candidate, among the chunks that no task holds. Planes come in cycles. If their chunks exceed the limit, the least recently used chunk is
    /// exactly the next one needed, so the most recently used chunk is evicted and the others are completed. A chunk that was not used for several cycles is abandoned, and is evicted first.
    /// </summary>
    private PendingChunk? FindEvictionCandidate()
    {
        var oldest = buffered.First;
        while (oldest is { Value.Users: > 0 })
        {
            oldest = oldest.Next;
        }

        if (oldest is null || uses - oldest.Value.LastUse > CyclesUntilAbandoned * buffered.Count)
        {
            return oldest?.Value;
        }

        var newest = buffered.Last;
        while (newest is { Value.Users: > 0 })
        {
            newest = newest.Previous;
        }

        return newest?.Value;
    }
}
