using Zarr.Arrays.Blocks;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>
/// Reads parts of shards: first the index, which is cached, and then only the requested inner chunks, neighbours by one request. If most of a shard is requested,
/// it is fetched whole. From an opened value, each read is short enough for the processor's caches.
/// </summary>
/// <remarks>
/// All elements come from one version of the shard, even if it is written meanwhile. An opened value is one version, and a cached index is used only for its own version. Without opened
/// values, one request is atomic, and several requests are not. If the store reports another version (<see cref="IVersionedStore"/>), or this array has written the shard meanwhile, the
/// shard is read again, in the end by one request. For a store that reports no version, no index is cached. A write by another process between two such requests is noticed only if an
/// inner chunk cannot be decoded.
/// </remarks>
internal sealed class ShardReader(IStore store, BoundSharding codec, ShardIndexCache indexes, BlockReader blocks, int longestShard)
{
    private readonly int largestGap = (store as IRemoteStore)?.RangeGap ?? BufferSizes.LargestGap;

    /// <summary>Reads a part of a stored shard. The part is filled with the fill value if the shard is not stored.</summary>
    /// <returns>Whether the shard is stored.</returns>
    /// <exception cref="CorruptDataException">The shard is damaged.</exception>
    internal async ValueTask<bool> ReadAsync(StoreKey key, ShardPart part, CancellationToken cancellationToken)
    {
        var request = new Request(key, part);
        var reading = store is ISnapshotStore snapshots
            ? ReadOpenedAsync(snapshots, request, cancellationToken)
            : ReadRequestedAsync(request, cancellationToken);
        return await reading.ConfigureAwait(false);
    }

    private async ValueTask<bool> ReadOpenedAsync(ISnapshotStore snapshots, Request request, CancellationToken cancellationToken)
    {
        var known = indexes.KnownVersion(request.Key);
        using var value = await snapshots.OpenAsync(request.Key, cancellationToken).ConfigureAwait(false);
        if (value is null)
        {
            indexes.Forget(request.Key);
            request.Part.Target.Fill(request.Part.InTarget);
            return false;
        }

        try
        {
            return await AttemptAsync(request, new SnapshotSource(value), cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException) when (known is not null)
        {
            // The cached index may be stale: another program may have changed the value in place without a change of its version.
            indexes.Forget(request.Key);
            return await AttemptAsync(request, new SnapshotSource(value), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> ReadRequestedAsync(Request request, CancellationToken cancellationToken)
    {
        var (whole, mayBeStale) = (IsMostlyWanted(request), true);
        while (true)
        {
            try
            {
                var known = indexes.KnownVersion(request.Key);
                if (await TryReadAsync(request, known, whole, cancellationToken).ConfigureAwait(false) is { } isStored)
                {
                    return isStored;
                }

                // A cached index may simply have been stale. Otherwise the writer is faster than this reader, and only one request for the whole shard gets one version.
                indexes.Forget(request.Key);
                whole |= known is null;
            }
            catch (CorruptDataException) when (mayBeStale)
            {
                indexes.Forget(request.Key);
                mayBeStale = false;
            }
        }
    }

    /// <returns>Whether the shard is stored; null if the answers came from several versions.</returns>
    private async ValueTask<bool?> TryReadAsync(Request request, string? known, bool whole, CancellationToken cancellationToken)
    {
        var before = indexes.ChangesOf(request.Key);
        var wantsWhole = before.IsChanging || (whole && known is null);
        if (wantsWhole && await TryReadWholeAsync(request, cancellationToken).ConfigureAwait(false) is { } isStored)
        {
            return isStored;
        }

        var bytes = new StoreSource(store, request.Key, known);
        try
        {
            var isThere = await AttemptAsync(request, bytes, cancellationToken).ConfigureAwait(false);
            return bytes.IsOneVersion && indexes.IsUnchanged(before) ? isThere : null;
        }
        catch (CorruptDataException) when (!bytes.IsOneVersion)
        {
            return null;
        }
    }

    /// <returns>Whether the shard is stored; null if it has gaps and is longer than a shard that this library writes: then its parts are fetched.</returns>
    private async ValueTask<bool?> TryReadWholeAsync(Request request, CancellationToken cancellationToken)
    {
        var bytes = new StoreSource(store, request.Key, expected: null);
        using var shard = await bytes.ReadAsync(ByteRange.FromOffset(0, longestShard + 1L), cancellationToken).ConfigureAwait(false);
        if (shard is null)
        {
            request.Part.Target.Fill(request.Part.InTarget);
            return false;
        }

        if (shard.Memory.Length > longestShard)
        {
            return null;
        }

        return await AttemptAsync(request, new BufferedSource(shard.Memory, bytes.Version), cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> AttemptAsync(Request request, IByteSource bytes, CancellationToken cancellationToken) =>
        new ShardReadAttempt(indexes, blocks, request.Key, request.Part.Target, largestGap, request.Part.Threads).ReadAsync(Select(request, bytes), cancellationToken);

    private bool IsMostlyWanted(Request request) => Select(request, new BufferedSource(Memory<byte>.Empty, null)).IsMostlyWanted;

    private ShardSelection Select(Request request, IByteSource bytes) => new(codec, bytes, 0, 0, request.Part.Box, request.Part.InTarget);

    private sealed record Request(StoreKey Key, ShardPart Part);
}

/// <summary>A part of a stored shard and its target.</summary>
/// <param name="Box">The requested elements, in coordinates of the shard.</param>
/// <param name="InTarget">The same elements, in coordinates of the target.</param>
/// <param name="Target">Receives the elements.</param>
/// <param name="Threads">The most inner chunks that are decoded at the same time.</param>
internal sealed record ShardPart(Region Box, Region InTarget, RegionTarget Target, int Threads);
