using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>
/// Reads parts of shards: the index, which is remembered, and then only the inner chunks that are wanted, neighbours by one request. If most of a shard is wanted
/// it is fetched whole. A store whose values can be opened is not asked for more at a time than is good for the processor's caches.
/// </summary>
/// <remarks>
/// What is read of an opened value belongs to one version of the shard; only an index that was remembered may be of another. Else several requests for one shard are not atomic,
/// one is. So after reading it is checked whether this array has written the shard meanwhile; then it is read
/// again by one request. What others write is not noticed, unless an inner chunk cannot be decoded: then the index is fetched anew, once.
/// </remarks>
internal sealed class ShardReader(IStore store, BoundSharding codec, ShardIndexCache indexes, int longestShard)
{
    /// <summary>Reads a part of a stored shard; the fill value if the shard is not stored.</summary>
    /// <exception cref="CorruptDataException">The shard is damaged.</exception>
    internal async ValueTask ReadAsync(StoreKey key, ShardPart part, CancellationToken cancellationToken)
    {
        var view = new ShardView(codec, new StoredBytes(store, key), 0, 0, part.Box, part.InTarget);
        var attempt = new Attempt(view, part.Target, part.Threads);
        var reading = store is ISnapshotStore snapshots
            ? ReadOpenedAsync(snapshots, key, attempt, cancellationToken)
            : ReadRequestedAsync(key, attempt, cancellationToken);
        await reading.ConfigureAwait(false);
    }

    private async ValueTask ReadOpenedAsync(ISnapshotStore snapshots, StoreKey key, Attempt attempt, CancellationToken cancellationToken)
    {
        var needsOwnIndex = attempt.View.IsMostlyWanted;
        while (true)
        {
            var version = indexes.VersionOf(key);
            var isOneVersion = needsOwnIndex || version.IsChanging || indexes.Find(key, 0, 0) is null;
            try
            {
                using var value = await snapshots.OpenAsync(key, cancellationToken).ConfigureAwait(false);
                await ReadOpenedAsync(value, version, attempt, isOneVersion, cancellationToken).ConfigureAwait(false);
                if (isOneVersion || indexes.IsCurrent(version))
                {
                    return;
                }
            }
            catch (CorruptDataException) when (!isOneVersion)
            {
                indexes.Forget(key);
            }

            needsOwnIndex = true;
        }
    }

    private async ValueTask ReadOpenedAsync(
        IValueSnapshot? value, ShardVersion version, Attempt attempt, bool isOneVersion, CancellationToken cancellationToken)
    {
        if (value is null)
        {
            indexes.Forget(version.Key);
            attempt.Target.Fill(attempt.View.Target);
            return;
        }

        var pass = new ShardPass(indexes, version, attempt.Target, attempt.Threads, isOneVersion);
        await pass.ReadAsync(attempt.View with { Bytes = new OpenedBytes(value) }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReadRequestedAsync(StoreKey key, Attempt attempt, CancellationToken cancellationToken)
    {
        var (whole, mayBeStale) = (attempt.View.IsMostlyWanted, true);
        while (true)
        {
            try
            {
                if (await TryReadAsync(key, attempt, whole, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                whole = true;
            }
            catch (CorruptDataException) when (mayBeStale)
            {
                indexes.Forget(key);
                mayBeStale = false;
            }
        }
    }

    /// <returns>Whether everything came from one version of the shard.</returns>
    private async ValueTask<bool> TryReadAsync(StoreKey key, Attempt attempt, bool whole, CancellationToken cancellationToken)
    {
        var version = indexes.VersionOf(key);
        var wantsWhole = version.IsChanging || (whole && indexes.Find(key, 0, 0) is null);
        if (wantsWhole && await TryReadWholeAsync(version, attempt, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        var pass = new ShardPass(indexes, version, attempt.Target, attempt.Threads, isOneVersion: false);
        await pass.ReadAsync(attempt.View, cancellationToken).ConfigureAwait(false);
        return indexes.IsCurrent(version);
    }

    /// <returns>False if the shard is longer than ours would be, because it has gaps: then its parts are fetched.</returns>
    private async ValueTask<bool> TryReadWholeAsync(ShardVersion version, Attempt attempt, CancellationToken cancellationToken)
    {
        var (view, target) = (attempt.View, attempt.Target);
        using var shard = await view.Bytes.ReadAsync(ByteRange.FromOffset(0, longestShard + 1L), cancellationToken).ConfigureAwait(false);
        if (shard is null)
        {
            target.Fill(view.Target);
            return true;
        }

        if (shard.Memory.Length > longestShard)
        {
            return false;
        }

        var pass = new ShardPass(indexes, version, target, attempt.Threads, isOneVersion: true);
        await pass.ReadAsync(view with { Bytes = new FetchedBytes(shard.Memory) }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private sealed record Attempt(ShardView View, RegionTarget Target, int Threads);
}

/// <summary>A part of a stored shard and where it goes.</summary>
/// <param name="Box">The elements that are wanted, in coordinates of the shard.</param>
/// <param name="InTarget">The same elements, in coordinates of the target.</param>
/// <param name="Target">Receives them.</param>
/// <param name="Threads">How many inner chunks may be worked on at the same time.</param>
internal sealed record ShardPart(Region Box, Region InTarget, RegionTarget Target, int Threads);
