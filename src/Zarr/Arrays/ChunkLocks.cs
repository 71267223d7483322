using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// Lets one task at a time change a chunk, so that tasks that write different parts of one chunk do not lose each other's elements.
/// A fixed number of locks is shared by all chunks: two chunks may have to wait for each other, memory does not grow.
/// </summary>
internal sealed class ChunkLocks
{
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the chunk; dispose the result to let the next one in.</summary>
    internal async ValueTask<Held> AcquireAsync(StoreKey key, CancellationToken cancellationToken)
    {
        var one = locks[(uint)key.GetHashCode() % (uint)locks.Length];
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Held(one);
    }

    internal readonly struct Held(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
