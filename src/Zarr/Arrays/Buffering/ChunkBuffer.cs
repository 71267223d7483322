using System.Diagnostics.CodeAnalysis;
using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// The partly written chunks of one or several arrays, and the memory they take. It knows no store: it says which chunk must go, and the
/// <see cref="BufferedWriter"/> of the chunk stores it.
/// </summary>
/// <remarks>Thread-safe. The limit holds, unless each chunk whose elements are kept is being worked on at that moment: then it is exceeded, by at
/// most two chunks for each worker: the one it works on, and room for one that another worker meanwhile keeps. The bits of <see cref="ChunkCoverage"/> are not counted: bytes for planes and rows, and an eighth of a uint8 chunk at the worst.</remarks>
internal sealed class ChunkBuffer(long maxBytes)
{
    /// <summary>For each kept chunk. 2 is better if the chunks that are needed at a time nearly fit, but as bad as the oldest if they are twice too many (decision 12).</summary>
    private const long UsesUntilAbandoned = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<(BufferedWriter Owner, StoreKey Key), PendingChunk> chunks = [];
    private readonly LinkedList<PendingChunk> kept = []; // the one that was used last at the end
    private readonly SpareArrays spares = new();
    private long uses;
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

    /// <summary>Makes room for one more chunk if the limit has it. The caller may have the turn of that chunk: two tasks then never take room for the same one.</summary>
    internal bool TryRentFree(int length, [NotNullWhen(true)] out ChunkRoom? room)
    {
        byte[]? spare;
        lock (gate)
        {
            if (used + length > maxBytes)
            {
                room = null;
                return false;
            }

            spare = TakeSpare(length);
        }

        room = RoomIn(spare, length);
        return true;
    }

    /// <summary>Makes room for one more chunk: within the limit, or beyond it if no chunk can be stored first.</summary>
    /// <param name="length">Bytes of the chunk.</param>
    /// <param name="room">The room.</param>
    /// <param name="victim">If there is no room: a chunk to be stored first. The caller must <see cref="WaitAsync"/> for it, working on no other chunk.</param>
    internal bool TryRent(int length, [NotNullWhen(true)] out ChunkRoom? room, [NotNullWhen(false)] out PendingChunk? victim)
    {
        (room, victim) = (null, null);
        byte[]? spare;
        lock (gate)
        {
            victim = used + length > maxBytes ? FindVictim() : null;
            if (victim is not null)
            {
                victim.Users++;
                return false;
            }

            spare = TakeSpare(length);
        }

        room = RoomIn(spare, length);
        return true;
    }

    /// <summary>Takes memory back.</summary>
    internal void Return(byte[] memory)
    {
        lock (gate)
        {
            used -= memory.Length;
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
            chunk.Place = kept.AddLast(chunk);
        }
    }

    /// <summary>Notes that elements of a chunk have come, which tells what to store early; the caller has its turn.</summary>
    internal void Touch(PendingChunk chunk)
    {
        lock (gate)
        {
            chunk.LastUse = ++uses;
            if (chunk.Place is { } place)
            {
                kept.Remove(place);
                kept.AddLast(place);
            }
        }
    }

    /// <summary>Lets go of the elements of a chunk, if any are kept, because they are stored; the caller has its turn.</summary>
    internal void Drop(PendingChunk chunk)
    {
        if (chunk is not { Kept: { } elements, Place: { } place })
        {
            return;
        }

        lock (gate)
        {
            (chunk.Kept, chunk.Place) = (null, null);
            kept.Remove(place);
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

    private ChunkRoom RoomIn(byte[]? spare, int length) => new(this, spare ?? GC.AllocateUninitializedArray<byte>(length));

    private byte[]? TakeSpare(int length)
    {
        used += length;
        peak = Math.Max(peak, used);
        var spare = spares.Take(length);
        if (used + spares.Bytes > maxBytes)
        {
            spares.Clear();
        }

        return spare;
    }

    /// <summary>
    /// The chunk to be stored early, among those that nobody works on. Planes come in cycles: if their chunks do not fit, the one that was used longest ago is
    /// exactly the next one needed, so the newest goes and the others are completed. One that was not used for several cycles is abandoned and goes first.
    /// </summary>
    private PendingChunk? FindVictim()
    {
        var oldest = kept.First;
        while (oldest is { Value.Users: > 0 })
        {
            oldest = oldest.Next;
        }

        if (oldest is null || uses - oldest.Value.LastUse > UsesUntilAbandoned * kept.Count)
        {
            return oldest?.Value;
        }

        var newest = kept.Last;
        while (newest is { Value.Users: > 0 })
        {
            newest = newest.Previous;
        }

        return newest?.Value;
    }
}
