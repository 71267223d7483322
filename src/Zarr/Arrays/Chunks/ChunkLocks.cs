using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// Lets one task at a time change a chunk, so that tasks that write different parts of a chunk do not lose each other's elements.
/// All chunks share a fixed number of locks: memory does not grow, but two chunks may share a lock.
/// </summary>
internal sealed class ChunkLocks
{
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Locks the chunk. Disposing the result releases the lock.</summary>
    internal async ValueTask<Held> AcquireAsync(StoreKey key, CancellationToken cancellationToken)
    {
        var semaphore = locks[(uint)key.GetHashCode() % (uint)locks.Length];
        await semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Held(semaphore);
    }

    internal readonly struct Held(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
