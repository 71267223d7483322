using System.Buffers;
using Zarr.Stores.Caching;

namespace Zarr.Stores;

/// <summary>Keeps the answers of a store behind a network in memory for a while, so that what is read again costs no request: tiles of a viewer, shard indexes, documents. All arrays that are opened in it share it.</summary>
/// <remarks>
/// <para>Answers are kept as they are stored, compressed, and by the requested range. Absent values are remembered too. The answers used last stay.</para>
/// <para>A value that changes in the store may be read as it was for up to the given age. Answers of different versions of a value are never kept together: a newer version replaces all that was kept of the older one,
/// so that no shard is put together of two versions.</para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class CachedStore : IVersionedStore, IRemoteStore
{
    private static readonly TimeSpan DefaultAge = TimeSpan.FromMinutes(5);

    private readonly IRemoteStore store;
    private readonly AnswerCache cache;

    /// <summary>A cache for a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="maxBytes">The most bytes that are kept.</param>
    /// <param name="maxAge">How long an answer counts; null for 5 minutes. Take longer for data that never change.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public CachedStore(IRemoteStore store, long maxBytes = 256 << 20, TimeSpan? maxAge = null)
        : this(store, maxBytes, maxAge ?? DefaultAge, TimeProvider.System)
    {
    }

    internal CachedStore(IRemoteStore store, long maxBytes, TimeSpan maxAge, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxAge, TimeSpan.Zero);
        (this.store, cache) = (store, new AnswerCache(maxBytes, maxAge, time));
    }

    /// <inheritdoc/>
    public int RangeGap => store.RangeGap;

    /// <inheritdoc/>
    public int MaxConcurrency => store.MaxConcurrency;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        (await GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false))?.Bytes;

    /// <inheritdoc/>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (cache.Find(key, range) is { } known)
        {
            return known.Bytes is { } bytes ? (PooledMemory.CopyOf(bytes), known.Version) : null;
        }

        var answer = await AskAsync(key, range, cancellationToken).ConfigureAwait(false);
        cache.Add(key, range, new CachedAnswer(answer?.Bytes.Memory.ToArray(), answer?.Version));
        return answer;
    }

    /// <inheritdoc/>
    /// <remarks>Lengths are not kept.</remarks>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => store.GetLengthAsync(key, cancellationToken);

    /// <summary>The store inside.</summary>
    public override string? ToString() => store.ToString();

    private async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> AskAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken)
    {
        if (store is IVersionedStore versioned)
        {
            return await versioned.GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
        }

        return await store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false) is { } bytes ? (bytes, null) : null;
    }
}
