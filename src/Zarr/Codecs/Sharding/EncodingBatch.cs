using System.Runtime.ExceptionServices;

namespace Zarr.Codecs.Sharding;

/// <summary>
/// Some inner chunks of a shard that are encoded at the same time: two for each thread, so that memory is bounded by threads and not by the shard, and a thread that
/// is ready early has one more.
/// </summary>
internal sealed class EncodingBatch(BoundSharding shard, FillPattern fill) : IDisposable
{
    private const int MostThreads = 512; // what a parallel query allows

    private readonly List<PooledMemory> chunks = [];
    private readonly List<EncodedChunk?> encoded = [];
    private int first;
    private int count;

    /// <summary>Whether an inner chunk was encoded and not yet taken.</summary>
    internal bool Holds(int number) => number >= first && number < first + count;

    /// <summary>Encodes inner chunks, but for those of fill values.</summary>
    /// <param name="elements">The elements of the shard.</param>
    /// <param name="number">Number of the first inner chunk; all of the batch before were taken.</param>
    /// <param name="maxThreads">How many threads may encode them.</param>
    internal void Encode<T>(T elements, int number, int maxThreads)
        where T : IShardElements, allows ref struct
    {
        var threads = Math.Min(maxThreads, MostThreads);
        (first, count) = (number, Math.Min(2 * threads, shard.Grid.Count - number));
        var wanted = Gather(elements);
        try
        {
            // Not Parallel.For: nothing in codecs refers to tasks, so that none of them can become asynchronous unnoticed.
            wanted.AsParallel().WithDegreeOfParallelism(threads).ForAll(EncodeOne);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <summary>Moves an encoded inner chunk to its place.</summary>
    /// <returns>How many bytes it takes; null if it holds only the fill value.</returns>
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

    /// <summary>Takes the inner chunks out of the shard and says which of them lie in the array.</summary>
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
