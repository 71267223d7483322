using System.Buffers;
using System.Collections.Concurrent;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store behind a network, as far as readers can tell: it only reads, cannot be listed, reports versions, and yields before each answer. It notes the requests, and how many were under way at once.</summary>
public sealed class RemoteStore(IVersionedStore inner) : IVersionedStore, IRemoteStore
{
    private readonly ConcurrentQueue<string> log = new();
    private int running;
    private int mostAtOnce;

    /// <inheritdoc/>
    public int RangeGap { get; init; } = 1000;

    /// <inheritdoc/>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>The wait before each answer.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The keys of all requests, oldest first.</summary>
    public IReadOnlyList<string> Log => [.. log];

    /// <summary>The most requests that were under way at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref mostAtOnce);

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => log.Clear();

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => AskAsync(key, () => inner.GetAsync(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        AskAsync(key, () => inner.GetRangeAsync(key, range, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        AskAsync(key, () => inner.GetVersionedRangeAsync(key, range, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => AskAsync(key, () => inner.GetLengthAsync(key, cancellationToken), cancellationToken);

    private async ValueTask<T> AskAsync<T>(StoreKey key, Func<ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref running);
        for (var most = MostAtOnce; now > most && Interlocked.CompareExchange(ref mostAtOnce, now, most) != most; most = MostAtOnce)
        {
        }

        try
        {
            log.Enqueue(key.Value);
            await Task.Delay(Latency, cancellationToken);
            return await ask();
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}
