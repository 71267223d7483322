namespace Zarr.Codecs.Sharding;

/// <summary>
/// Encodes one shard, inner chunk after inner chunk, each straight into memory of the caller. If threads are free, it encodes several inner chunks
/// ahead; the bytes are the same.
/// </summary>
internal sealed class ShardEncoder : IDisposable
{
    private readonly BoundSharding shard;
    private readonly FillPattern fill;
    private readonly ShardIndex index;
    private readonly EncodingBatch batch;
    private PooledMemory? chunk;
    private int next;
    private long end;

    /// <param name="shard">The codec of the shard.</param>
    /// <param name="fill">The fill value.</param>
    internal ShardEncoder(BoundSharding shard, FillPattern fill)
    {
        (this.shard, this.fill) = (shard, fill);
        index = new ShardIndex(shard.Grid.Count);
        batch = new EncodingBatch(shard, fill);
        end = shard.Index.AtEnd ? 0 : shard.Index.Length;
        shard.Enter();
    }

    /// <summary>Bytes of room that each inner chunk needs.</summary>
    internal int Room => shard.Inner.MaxEncodedLength;

    /// <summary>Whether every inner chunk was encoded.</summary>
    internal bool IsDone => next == shard.Grid.Count;

    /// <summary>Whether every inner chunk so far held only the fill value and was left out.</summary>
    internal bool IsEmpty { get; private set; } = true;

    /// <summary>Encodes the next inner chunk.</summary>
    /// <param name="elements">The elements of the shard.</param>
    /// <param name="destination">At least <see cref="Room"/> bytes.</param>
    /// <returns>Number of encoded bytes; 0 if the inner chunk holds only the fill value.</returns>
    internal int EncodeNext<T>(T elements, Span<byte> destination)
        where T : IShardElements, allows ref struct
    {
        var length = TakeOrEncode(elements, destination);
        if (length is { } stored)
        {
            index.Set(next, new ShardEntry(end, stored));
            end += stored;
            IsEmpty = false;
        }

        next++;
        return length ?? 0;
    }

    /// <summary>Encodes the index of the encoded inner chunks.</summary>
    /// <returns>Number of encoded bytes.</returns>
    internal int EncodeIndex(Span<byte> destination) => shard.Index.Encode(index, destination);

    public void Dispose()
    {
        shard.Leave();
        batch.Dispose();
        chunk?.Dispose();
    }

    private int? TakeOrEncode<T>(T elements, Span<byte> destination)
        where T : IShardElements, allows ref struct
    {
        if (!batch.Holds(next))
        {
            var threads = Math.Min(shard.ThreadsForEach, shard.Grid.Count - next);
            if (threads == 1)
            {
                return EncodeAlone(elements, destination);
            }

            batch.Encode(elements, next, threads);
        }

        return batch.Take(next, destination);
    }

    private int? EncodeAlone<T>(T elements, Span<byte> destination)
        where T : IShardElements, allows ref struct
    {
        var inner = shard.Inner;
        var gathered = inner.IsIdentity ? destination[..inner.ChunkLength] : (chunk ??= PooledMemory.Rent(inner.ChunkLength)).Memory.Span;
        return !elements.TryCopy(next, gathered) || fill.IsAll(gathered) ? null
            : inner.IsIdentity ? gathered.Length
            : inner.Encode(gathered, destination);
    }
}
