using System.Collections.Concurrent;

namespace Zarr.Codecs.Compression;

/// <summary>Keeps expensive state of compressors for the next chunk. Grows to as many as were ever in use at the same time.</summary>
internal sealed class ContextPool<T>(Func<T> create)
    where T : class
{
    private readonly ConcurrentBag<T> idle = [];

    /// <summary>An idle context, or a new one. Hand it back with <see cref="Return"/>, but not after it has failed.</summary>
    public T Rent() => idle.TryTake(out var context) ? context : create();

    /// <summary>Makes a context available again.</summary>
    public void Return(T context) => idle.Add(context);
}
