using System.Runtime.ExceptionServices;

namespace Zarr.Codecs.Sharding;

/// <summary>
/// A batch of inner chunks that are encoded at the same time: two per thread. So the number of threads bounds memory, not the length of the shard, and a thread that
/// finishes early takes another inner chunk.
/// </summary>
internal sealed class EncodingBatch(BoundSharding shard, FillPattern fill) : IDisposable
{
    private const int MaxThreads = 512; // limit of a parallel query

    private readonly List<PooledMemory> chunks = [];
    private readonly List<EncodedChunk?> encoded = [];
    private int first;
    private int count;

    /// <summary>Whether the batch holds an encoded inner chunk that was not yet taken.</summary>
    internal bool Holds(int number) => number >= first && number < first + count;

    /// <summary>Encodes inner chunks, except those of fill values only.</summary>
    /// <param name="elements">The elements of the shard.</param>
    /// <param name="number">Number of the first inner chunk. The inner chunks of the previous batch were all taken.</param>
    /// <param name="maxThreads">The most threads that encode them.</param>
    internal void Encode<T>(T elements, int number, int maxThreads)
        where T : IShardElements, allows ref struct
    {
        var threads = Math.Min(maxThreads, MaxThreads);
        (first, count) = (number, Math.Min(2 * threads, shard.Grid.Count - number));
        var wanted = Gather(elements);
        try
        {
            // Not Parallel.For: no codec refers to tasks, so that none can become asynchronous unnoticed.
            wanted.AsParallel().WithDegreeOfParallelism(threads).ForAll(EncodeOne);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <summary>Copies an encoded inner chunk to its destination.</summary>
    /// <returns>Number of encoded bytes; null if the inner chunk holds only the fill value.</returns>
    internal int? Take(int number, Span<byte> destination)
    {
        if (encoded[number - first] is not { } one)
        {
            return null;
        }

        one.Memory.Span.CopyTo(destination);
        Release(number - first);
        return one.Memory.Length;
    }

    public void Dispose()
    {
        for (var i = 0; i < encoded.Count; i++)
        {
            Release(i);
        }

        chunks.ForEach(chunk => chunk.Dispose());
    }

    /// <summary>Copies the inner chunks out of the shard, and records which of them lie in the array.</summary>
    private List<int> Gather<T>(T elements)
        where T : IShardElements, allows ref struct
    {
        var wanted = new List<int>(count);
        for (var i = 0; i < count; i++)
        {
            if (i == chunks.Count)
            {
                chunks.Add(PooledMemory.Rent(shard.Inner.ChunkLength));
                encoded.Add(null);
            }

            if (elements.TryCopy(first + i, chunks[i].Memory.Span))
            {
                wanted.Add(i);
            }
        }

        return wanted;
    }

    private void EncodeOne(int i) => encoded[i] = fill.IsAll(chunks[i].Memory.Span) ? null : shard.Inner.Encode(chunks[i].Memory);

    private void Release(int i)
    {
        encoded[i]?.Dispose();
        encoded[i] = null;
    }
}
