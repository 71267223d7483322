using System.Runtime.ExceptionServices;

namespace Zarr.Codecs.Sharding;

/// <summary>
/// Some inner chunks of a shard that are encoded at the same time: two for each thread, so that memory is bounded by threads and not by the shard, and a thread that
/// is ready early has one more. With one thread it is a single inner chunk.
/// </summary>
internal sealed class EncodingBatch : IDisposable
{
    private const int MostThreads = 512; // what a parallel query allows

    private readonly BoundSharding shard;
    private readonly FillPattern fill;
    private readonly int threads;
    private readonly PooledMemory[] chunks;
    private readonly EncodedChunk?[] encoded;
    private int first;
    private int used;

    internal EncodingBatch(BoundSharding shard, FillPattern fill, int maxThreads)
    {
        (this.shard, this.fill) = (shard, fill);
        threads = Math.Min(Math.Min(maxThreads, MostThreads), shard.Grid.Count);
        Count = Math.Min(threads == 1 ? 1 : 2 * threads, shard.Grid.Count);
        encoded = new EncodedChunk?[Count];
        chunks = new PooledMemory[Count];
        for (var i = 0; i < Count; i++)
        {
            chunks[i] = PooledMemory.Rent(shard.Inner.ChunkLength);
        }
    }

    /// <summary>How many inner chunks it holds, but for the last batch of a shard.</summary>
    internal int Count { get; }

    /// <summary>Takes inner chunks out of a shard, beginning with a number.</summary>
    internal void Gather(ReadOnlySpan<byte> source, int elementSize, int number)
    {
        var grid = shard.Grid;
        Span<long> from = stackalloc long[grid.Inner.Rank];
        Span<long> to = stackalloc long[grid.Inner.Rank];
        StridedCopy.CStrides(grid.Inner, to);
        (first, used) = (number, Math.Min(Count, grid.Count - number));
        for (var i = 0; i < used; i++)
        {
            var place = grid.Place(first + i, from);
            StridedCopy.Copy(source, place, chunks[i].Memory.Span, new Layout(0, to), grid.Inner.AsSpan(), elementSize);
        }
    }

    /// <summary>Encodes what was gathered, but for inner chunks of fill values.</summary>
    internal void Encode()
    {
        if (used == 1)
        {
            EncodeOne(0);
            return;
        }

        try
        {
            // Not Parallel.For: nothing in codecs refers to tasks, so that none of them can become asynchronous unnoticed.
            ParallelEnumerable.Range(0, used).WithDegreeOfParallelism(threads).ForAll(EncodeOne);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <summary>Puts the encoded inner chunks at the end of the shard and into its index.</summary>
    /// <returns>The new end of the shard.</returns>
    internal int Append(Span<byte> destination, int end, ShardIndex index)
    {
        for (var i = 0; i < used; i++)
        {
            if (encoded[i] is { } one)
            {
                one.Memory.Span.CopyTo(destination[end..]);
                index.Set(first + i, new ShardEntry(end, one.Memory.Length));
                end += one.Memory.Length;
                Release(i);
            }
        }

        return end;
    }

    public void Dispose()
    {
        for (var i = 0; i < Count; i++)
        {
            Release(i);
            chunks[i].Dispose();
        }
    }

    private void EncodeOne(int i) => encoded[i] = fill.IsAll(chunks[i].Memory.Span) ? null : shard.Inner.Encode(chunks[i].Memory);

    private void Release(int i)
    {
        encoded[i]?.Dispose();
        encoded[i] = null;
    }
}
