using System.Diagnostics.CodeAnalysis;
using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// The partly written chunks of one or several arrays, and the memory they take. It knows no store: it says which chunk must go, and the
/// <see cref="BufferedWriter"/> of the chunk stores it.
/// </summary>
/// <remarks>Thread-safe. The limit holds, unless each chunk whose elements are kept is being worked on at that moment: then it is exceeded, by at
/// most one chunk for each worker.</remarks>
internal sealed class ChunkBuffer(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(BufferedWriter Owner, StoreKey Key), PendingChunk> chunks = [];
    private readonly List<PendingChunk> kept = [];
    private readonly SpareArrays spares = new();

    // Starts from a fixed number: which chunks must go depends on the order of the writes and on nothing else.
    private readonly Random random = new(25);
    private long used;
    private long peak;

    /// <summary>How many bytes kept elements may take.</summary>
    internal long MaxBytes => maxBytes;

    /// <summary>How many bytes are taken: by kept elements, and for such as are about to be kept.</summary>
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

    /// <summary>The most bytes that were ever taken.</summary>
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

    /// <summary>Bytes that are not in use, but ready to be; with those that are, no more than the limit.</summary>
    internal long SpareBytes
    {
        get
        {
            lock (gate)
            {
                return spares.Bytes;
            }
        }
    }

    /// <summary>Waits for the turn to work on a chunk.</summary>
    internal ValueTask<ChunkTurn> EnterAsync(BufferedWriter owner, StoreKey key, CancellationToken cancellationToken)
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

        return WaitAsync(chunk, cancellationToken);
    }

    /// <summary>Waits for the turn to work on a chunk that <see cref="TryRent"/> has named.</summary>
    internal async ValueTask<ChunkTurn> WaitAsync(PendingChunk chunk, CancellationToken cancellationToken)
    {
        try
        {
            await chunk.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(chunk);
            throw;
        }

        return new ChunkTurn(this, chunk);
    }

    /// <summary>Forgets one that worked on the chunk or waited to.</summary>
    internal void Leave(PendingChunk chunk)
    {
        lock (gate)
        {
            chunk.Users--;
            if (chunk is { Users: 0, Kept: null })
            {
                chunks.Remove((chunk.Owner, chunk.Key));
            }
        }
    }

    /// <summary>Makes room for one more chunk, if that fits the limit.</summary>
    /// <param name="length">Bytes of the chunk.</param>
    /// <param name="cost">Bytes that count against the limit.</param>
    /// <param name="room">The room.</param>
    /// <param name="victim">If there is no room: a chunk to be stored first. The caller must <see cref="WaitAsync"/> for it, working on no other chunk.</param>
    internal bool TryRent(
        int length, long cost, [NotNullWhen(true)] out ChunkRoom? room, [NotNullWhen(false)] out PendingChunk? victim)
    {
        (room, victim) = (null, null);
        byte[]? spare;
        lock (gate)
        {
            victim = used + cost > maxBytes ? AnyIdle() : null;
            if (victim is not null)
            {
                victim.Users++;
                return false;
            }

            spare = TakeSpare(length, cost);
        }

        room = new ChunkRoom(this, spare ?? GC.AllocateUninitializedArray<byte>(length), cost);
        return true;
    }

    /// <summary>Takes memory back.</summary>
    internal void Return(byte[] memory, long cost)
    {
        lock (gate)
        {
            used -= cost;
            if (used + spares.Bytes + memory.Length <= maxBytes)
            {
                spares.Add(memory);
            }
        }
    }

    /// <summary>Keeps elements of a chunk; the caller has its turn.</summary>
    internal void Keep(PendingChunk chunk, KeptElements elements)
    {
        lock (gate)
        {
            chunk.Kept = elements;
            chunk.Place = kept.Count;
            kept.Add(chunk);
        }
    }

    /// <summary>Lets go of the elements of a chunk, if any are kept, because they are stored; the caller has its turn.</summary>
    internal void Drop(PendingChunk chunk)
    {
        if (chunk.Kept is not { } elements)
        {
            return;
        }

        lock (gate)
        {
            chunk.Kept = null;
            var last = kept[^1];
            (kept[chunk.Place], last.Place) = (last, chunk.Place);
            kept.RemoveAt(kept.Count - 1);
        }

        elements.Room.Dispose();
    }

    /// <summary>The chunks of a writer whose elements are kept.</summary>
    internal IReadOnlyList<StoreKey> KeptBy(BufferedWriter owner)
    {
        lock (gate)
        {
            return [.. kept.Where(chunk => chunk.Owner == owner).Select(chunk => chunk.Key)];
        }
    }

    /// <summary>Gives memory that is not in use to the garbage collector.</summary>
    internal void Trim()
    {
        lock (gate)
        {
            spares.Clear();
        }
    }

    private byte[]? TakeSpare(int length, long cost)
    {
        used += cost;
        peak = Math.Max(peak, used);
        var spare = spares.Take(length);
        if (used + spares.Bytes > maxBytes)
        {
            spares.Clear();
        }

        return spare;
    }

    /// <summary>
    /// Any chunk that nobody works on, by chance. Planes come again and again in the same order, and if their chunks do not fit, the one that was
    /// used longest ago is exactly the next one needed; the newest, on the other hand, would let chunks that are never completed stay forever.
    /// </summary>
    private PendingChunk? AnyIdle()
    {
        var start = kept.Count > 0 ? random.Next(kept.Count) : 0;
        for (var i = 0; i < kept.Count; i++)
        {
            var chunk = kept[(start + i) % kept.Count];
            if (chunk.Users == 0)
            {
                return chunk;
            }
        }

        return null;
    }
}
