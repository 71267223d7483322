namespace Blosc.Buffers;

/// <summary>A pool of contexts: compressors and decompressors, whose state is costly to create. It grows to the largest number in use at the same time, and never shrinks. Thread-safe.</summary>
/// <remarks>
/// This is not a <see cref="System.Collections.Concurrent.ConcurrentBag{T}"/>. Each thread holds items of a bag until the bag is collected. A context may refer to its pool, and so to the bag.
/// Such a bag would stay reachable through its own items, and never be collected.
/// </remarks>
internal sealed class ContextPool<T>(Func<T> create)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Stack<T> idle = [];

    /// <summary>Takes the idle context that was used last, or creates one. The caller returns it by <see cref="Return"/>, but not after the context has failed.</summary>
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
