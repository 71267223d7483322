namespace Blosc.Buffers;

/// <summary>Keeps expensive state of compressors for the next chunk. Grows to as many as were ever in use at the same time. Thread-safe.</summary>
/// <remarks>
/// A <see cref="System.Collections.Concurrent.ConcurrentBag{T}"/> would keep its items in variables of threads, and nothing that a living thread holds is collected. A context may refer to
/// its pool, so with a bag every decoder that was ever dropped would stay.
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
