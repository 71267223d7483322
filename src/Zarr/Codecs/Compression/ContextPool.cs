namespace Zarr.Codecs.Compression;

/// <summary>Keeps expensive state of compressors for the next chunk. Grows to as many as were ever in use at the same time. Thread-safe.</summary>
/// <remarks>
/// Not a <see cref="System.Collections.Concurrent.ConcurrentBag{T}"/>: that keeps its items in variables of threads, and what a living thread holds is never collected. Contexts may
/// lead back to their pool (a <see cref="Huffman.LiteralsDecoder"/> does), so with a bag every array that was ever opened would stay.
/// </remarks>
internal sealed class ContextPool<T>(Func<T> create)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Stack<T> idle = [];

    /// <summary>An idle context, the one that was used last, or a new one. Hand it back with <see cref="Return"/>, but not after it has failed.</summary>
    public T Rent()
    {
        lock (gate)
        {
            if (idle.TryPop(out var context))
            {
                return context;
            }
        }

        return create();
    }

    /// <summary>Makes a context available again.</summary>
    public void Return(T context)
    {
        lock (gate)
        {
            idle.Push(context);
        }
    }
}
