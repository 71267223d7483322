using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store of which any request fails when a test wants it, reading and listing included. It replaces values on condition, as object stores do. Thread-safe.</summary>
/// <param name="inner">The store inside; a refused request does not reach it.</param>
/// <param name="fault">The exception for a request, which is given its number (from 1) and its key or prefix; or null to let it pass.</param>
public sealed class FaultyRequests(MemoryStore inner, Func<int, string, Exception?> fault) : IConditionalStore, IListableStore
{
    private int requests;

    /// <summary>Number of requests that were attempted.</summary>
    public int Attempts => Volatile.Read(ref requests);

    /// <summary>A store whose <paramref name="number"/>th request (from 1) fails, and no other.</summary>
    public static FaultyRequests At(MemoryStore inner, int number) => new(inner, (request, key) => request == number ? Refused(request, key) : null);

    /// <summary>A store all of whose requests fail from the <paramref name="number"/>th (from 1), as when the network is lost.</summary>
    public static FaultyRequests From(MemoryStore inner, int number) => new(inner, (request, key) => request >= number ? Refused(request, key) : null);

    /// <summary>A store that never fails, but gives other threads a turn before each request, so that tasks really interleave.</summary>
    public static FaultyRequests Yielding(MemoryStore inner) => new(inner, (_, _) =>
    {
        Thread.Sleep(0);
        return null;
    });

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => Passed(key.Value).GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => Passed(key.Value).GetRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        Passed(key.Value).GetVersionedRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => Passed(key.Value).GetLengthAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => Passed(key.Value).SetAsync(key, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => Passed(key.Value).TryCreateAsync(key, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default) =>
        Passed(key.Value).TryReplaceAsync(key, value, version, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => Passed(key.Value).DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => Passed(prefix.Value).DeletePrefixAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => Passed(prefix.Value).ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => Passed(prefix.Value).ListChildrenAsync(prefix, cancellationToken);

    private static IOException Refused(int request, string key) => new($"request {request} ({key}) fails, as the test wanted");

    private MemoryStore Passed(string key) => fault(Interlocked.Increment(ref requests), key) is { } refusal ? throw refusal : inner;
}
