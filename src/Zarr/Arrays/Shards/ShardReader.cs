using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>
/// Reads parts of shards: the index, which is remembered, and then only the inner chunks that are wanted, neighbours by one request. If most of a shard is wanted
/// it is fetched whole. A store whose values can be opened is not asked for more at a time than is good for the processor's caches.
/// </summary>
/// <remarks>
/// Everything belongs to one version of the shard, whoever writes it meanwhile: what is read of an opened value does, and an index that was remembered is used only for the version that it is
/// of. Else several requests for one shard are not atomic, one is; if the store says that an answer is of another version (<see cref="IVersionedStore"/>), or this array has written the
/// shard meanwhile, it is read again, in the end by one request. Of stores that say no version no index is remembered, and what others write in the instant between the requests is not noticed,
/// unless an inner chunk cannot be decoded.
/// </remarks>
internal sealed class ShardReader(IStore store, BoundSharding codec, ShardIndexCache indexes, int longestShard)
{
    /// <summary>Reads a part of a stored shard; the fill value if the shard is not stored.</summary>
    /// <returns>Whether the shard is stored.</returns>
    /// <exception cref="CorruptDataException">The shard is damaged.</exception>
    internal async ValueTask<bool> ReadAsync(StoreKey key, ShardPart part, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(key, part);
        var reading = store is ISnapshotStore snapshots
            ? ReadOpenedAsync(snapshots, attempt, cancellationToken)
            : ReadRequestedAsync(attempt, cancellationToken);
        return await reading.ConfigureAwait(false);
    }

    private async ValueTask<bool> ReadOpenedAsync(ISnapshotStore snapshots, Attempt attempt, CancellationToken cancellationToken)
    {
        var known = indexes.KnownVersion(attempt.Key);
        using var value = await snapshots.OpenAsync(attempt.Key, cancellationToken).ConfigureAwait(false);
        if (value is null)
        {
            indexes.Forget(attempt.Key);
            attempt.Part.Target.Fill(attempt.Part.InTarget);
            return false;
        }

        try
        {
            return await PassAsync(attempt, new OpenedBytes(value), cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException) when (known is not null)
        {
            // Somebody may have changed the value in place, so that it does not show.
            indexes.Forget(attempt.Key);
            return await PassAsync(attempt, new OpenedBytes(value), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> ReadRequestedAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var (whole, mayBeStale) = (IsMostlyWanted(attempt), true);
        while (true)
        {
            try
            {
                var known = indexes.KnownVersion(attempt.Key);
                if (await TryReadAsync(attempt, known, whole, cancellationToken).ConfigureAwait(false) is { } isStored)
                {
                    return isStored;
                }

                // What was remembered may simply have been old; but who writes faster than we read is not to be met by parts.
                indexes.Forget(attempt.Key);
                whole |= known is null;
            }
            catch (CorruptDataException) when (mayBeStale)
            {
                indexes.Forget(attempt.Key);
                mayBeStale = false;
            }
        }
    }

    /// <returns>Whether the shard is stored; null if not everything came from one version of it.</returns>
    private async ValueTask<bool?> TryReadAsync(Attempt attempt, ValueVersion? known, bool whole, CancellationToken cancellationToken)
    {
        var before = indexes.ChangesOf(attempt.Key);
        var wantsWhole = before.IsChanging || (whole && known is null);
        if (wantsWhole && await TryReadWholeAsync(attempt, cancellationToken).ConfigureAwait(false) is { } isStored)
        {
            return isStored;
        }

        var bytes = new StoredBytes(store, attempt.Key, known);
        try
        {
            var isThere = await PassAsync(attempt, bytes, cancellationToken).ConfigureAwait(false);
            return bytes.IsOneVersion && indexes.IsUnchanged(before) ? isThere : null;
        }
        catch (CorruptDataException) when (!bytes.IsOneVersion)
        {
            return null;
        }
    }

    /// <returns>Whether the shard is stored; null if it is longer than ours would be, because it has gaps: then its parts are fetched.</returns>
    private async ValueTask<bool?> TryReadWholeAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var bytes = new StoredBytes(store, attempt.Key, expected: null);
        using var shard = await bytes.ReadAsync(ByteRange.FromOffset(0, longestShard + 1L), cancellationToken).ConfigureAwait(false);
        if (shard is null)
        {
            attempt.Part.Target.Fill(attempt.Part.InTarget);
            return false;
        }

        if (shard.Memory.Length > longestShard)
        {
            return null;
        }

        return await PassAsync(attempt, new FetchedBytes(shard.Memory, bytes.Version), cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> PassAsync(Attempt attempt, IByteSource bytes, CancellationToken cancellationToken) =>
        new ShardPass(indexes, attempt.Key, attempt.Part.Target, attempt.Part.Threads).ReadAsync(View(attempt, bytes), cancellationToken);

    private bool IsMostlyWanted(Attempt attempt) => View(attempt, new FetchedBytes(Memory<byte>.Empty, null)).IsMostlyWanted;

    private ShardView View(Attempt attempt, IByteSource bytes) => new(codec, bytes, 0, 0, attempt.Part.Box, attempt.Part.InTarget);

    private sealed record Attempt(StoreKey Key, ShardPart Part);
}

/// <summary>A part of a stored shard and where it goes.</summary>
/// <param name="Box">The elements that are wanted, in coordinates of the shard.</param>
/// <param name="InTarget">The same elements, in coordinates of the target.</param>
/// <param name="Target">Receives them.</param>
/// <param name="Threads">How many inner chunks may be worked on at the same time.</param>
internal sealed record ShardPart(Region Box, Region InTarget, RegionTarget Target, int Threads);
