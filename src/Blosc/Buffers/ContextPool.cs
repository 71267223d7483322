namespace Blosc.Buffers;

/// <summary>A pool of compressors and decompressors, whose state is costly to create. It grows to the largest number in use at the same time. Thread-safe.</summary>
/// <remarks>
/// A <see cref="System.Collections.Concurrent.ConcurrentBag{T}"/> keeps its items in thread-local variables, which are not collected while their threads live. A context may refer to
/// its pool, so with a bag no unused decoder would ever be collected.
/// </remarks>
internal sealed class ContextPool<T>(Func<T> create)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Stack<T> idle = [];

    /// <summary>Takes the idle context that was used last, or creates one. The caller returns it by <see cref="Return"/>, unless it has failed.</summary>
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
