using System.Runtime.ExceptionServices;

namespace Zarr.Codecs.Sharding;

/// <summary>
/// Some inner chunks of a shard that are encoded at the same time: two for each thread, so that memory is bounded by threads and not by the shard, and a thread that
/// is ready early has one more. With one thread it is a single inner chunk.
/// </summary>
internal sealed class EncodingBatch(BoundSharding shard, FillPattern fill) : IDisposable
{
    private const int MostThreads = 512; // what a parallel query allows

    private readonly List<PooledMemory> chunks = [];
    private EncodedChunk?[] encoded = [];
    private int threads;
    private int first;

    /// <summary>How many inner chunks it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>Takes inner chunks out of a shard, beginning with a number.</summary>
    /// <param name="source">The shard.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <param name="number">Number of the first inner chunk.</param>
    /// <param name="maxThreads">How many threads may encode them.</param>
    internal void Gather(ReadOnlySpan<byte> source, int elementSize, int number, int maxThreads)
    {
        var grid = shard.Grid;
        Span<long> from = stackalloc long[grid.Inner.Rank];
        Span<long> to = stackalloc long[grid.Inner.Rank];
        StridedCopy.CStrides(grid.Inner, to);
        Begin(number, maxThreads);
        for (var i = 0; i < Count; i++)
        {
            var place = grid.Place(first + i, from);
            StridedCopy.Copy(source, place, chunks[i].Memory.Span, new Layout(0, to), grid.Inner.AsSpan(), elementSize);
        }
    }

    /// <summary>Encodes what was gathered, but for inner chunks of fill values.</summary>
    internal void Encode()
    {
        if (Count == 1)
        {
            EncodeOne(0);
            return;
        }

        try
        {
            // Not Parallel.For: nothing in codecs refers to tasks, so that none of them can become asynchronous unnoticed.
            ParallelEnumerable.Range(0, Count).WithDegreeOfParallelism(threads).ForAll(EncodeOne);
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
        for (var i = 0; i < Count; i++)
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
        for (var i = 0; i < encoded.Length; i++)
        {
            Release(i);
        }

        chunks.ForEach(chunk => chunk.Dispose());
    }

    private void Begin(int number, int maxThreads)
    {
        var left = shard.Grid.Count - number;
        threads = Math.Min(Math.Min(maxThreads, MostThreads), left);
        (first, Count) = (number, Math.Min(threads == 1 ? 1 : 2 * threads, left));
        while (chunks.Count < Count)
        {
            chunks.Add(PooledMemory.Rent(shard.Inner.ChunkLength));
        }

        // All of the batch before were released when they were appended.
        Array.Resize(ref encoded, chunks.Count);
    }

    private void EncodeOne(int i) => encoded[i] = fill.IsAll(chunks[i].Memory.Span) ? null : shard.Inner.Encode(chunks[i].Memory);

    private void Release(int i)
    {
        encoded[i]?.Dispose();
        encoded[i] = null;
    }
}
