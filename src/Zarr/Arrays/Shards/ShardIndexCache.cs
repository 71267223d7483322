using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>
/// A cache of the shard indexes that were read last, each for one version of the stored value, and a record of the shards that this array is writing. A store that reports no version is
/// read by separate requests for the index and for the inner chunks, and these must not return different versions.
/// </summary>
/// <remarks>Thread-safe. Writes are counted per group of shards, so that memory does not grow with the array. A shard may count as changed because another shard of its
/// group was written.</remarks>
internal sealed class ShardIndexCache(long capacity)
{
    private const int Groups = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<StoreKey, LinkedListNode<CachedShard>> shards = [];
    private readonly LinkedList<CachedShard> recent = [];
    private readonly int[] writers = new int[Groups];
    private readonly long[] changes = new long[Groups];
    private long length;

    /// <summary>Bytes of the cached indexes.</summary>
    internal long Length
    {
        get
        {
            lock (gate)
            {
                return length;
            }
        }
    }

    /// <summary>The changes that this array has made to a shard so far.</summary>
    internal ShardChanges ChangesOf(StoreKey key)
    {
        lock (gate)
        {
            return new ShardChanges(key, changes[GroupOf(key)], writers[GroupOf(key)] > 0);
        }
    }

    /// <summary>Whether this array has not written the shard since, and is not writing it now.</summary>
    internal bool IsUnchanged(ShardChanges since)
    {
        lock (gate)
        {
            return !since.IsChanging && writers[GroupOf(since.Key)] == 0 && changes[GroupOf(since.Key)] == since.Count;
        }
    }

    /// <summary>The version of a shard whose indexes are cached; null if none is cached.</summary>
    internal string? KnownVersion(StoreKey key)
    {
        lock (gate)
        {
            return shards.TryGetValue(key, out var node) ? node.Value.Version : null;
        }
    }

    /// <summary>The cached index of a shard inside a stored value, if its version matches. Indexes of another version are removed.</summary>
    /// <param name="key">The stored value.</param>
    /// <param name="version">The version of the value; null finds no index.</param>
    /// <param name="depth">0 for the stored shard, 1 for those inside it, and so on.</param>
    /// <param name="offset">Offset of the shard in the stored value.</param>
    internal ShardIndex? Find(StoreKey key, string? version, int depth, long offset)
    {
        lock (gate)
        {
            if (version is null || NodeOf(key, version) is not { } node)
            {
                return null;
            }

            recent.Remove(node);
            recent.AddFirst(node);
            return node.Value.Indexes.GetValueOrDefault((depth, offset));
        }
    }

    /// <summary>Caches an index, unless its version is unknown or it exceeds the capacity.</summary>
    internal void Add(StoreKey key, string? version, int depth, long offset, ShardIndex index)
    {
        lock (gate)
        {
            if (index.Bytes.Length > capacity || version is null)
            {
                return;
            }

            if (NodeOf(key, version) is not { } node)
            {
                node = recent.AddFirst(new CachedShard(key, version, []));
                shards.Add(key, node);
            }

            if (node.Value.Indexes.TryAdd((depth, offset), index))
            {
                length += index.Bytes.Length;
                Shrink();
            }
        }
    }

    /// <summary>Removes the indexes of a stored shard.</summary>
    internal void Forget(StoreKey key)
    {
        lock (gate)
        {
            ForgetUnderLock(key);
        }
    }

    /// <summary>Records that a shard is being replaced or deleted. The caller disposes the result when the change has ended or failed.</summary>
    internal Change BeginChange(StoreKey key)
    {
        lock (gate)
        {
            writers[GroupOf(key)]++;
            Changed(key);
        }

        return new Change(this, key);
    }

    /// <summary>Records that another object is changing any number of shards. The caller disposes the result when the changes have ended or failed.</summary>
    internal ChangeOfAll BeginChangeOfAll()
    {
        ChangeAll(+1);
        return new ChangeOfAll(this);
    }

    private static int GroupOf(StoreKey key) => (int)((uint)key.GetHashCode() % Groups);

    private void EndChange(StoreKey key)
    {
        lock (gate)
        {
            writers[GroupOf(key)]--;
            Changed(key);
        }
    }

    private void ChangeAll(int writersMore)
    {
        lock (gate)
        {
            for (var group = 0; group < Groups; group++)
            {
                writers[group] += writersMore;
                changes[group]++;
            }

            shards.Clear();
            recent.Clear();
            length = 0;
        }
    }

    private LinkedListNode<CachedShard>? NodeOf(StoreKey key, string version)
    {
        if (shards.TryGetValue(key, out var node) && node.Value.Version != version)
        {
            ForgetUnderLock(key);
            return null;
        }

        return node;
    }

    private void Changed(StoreKey key)
    {
        changes[GroupOf(key)]++;
        ForgetUnderLock(key);
    }

    private void Shrink()
    {
        while (length > capacity && recent.Last is { } oldest)
        {
            ForgetUnderLock(oldest.Value.Key);
        }
    }

    private void ForgetUnderLock(StoreKey key)
    {
        if (shards.Remove(key, out var node))
        {
            recent.Remove(node);
            length -= node.Value.Indexes.Values.Sum(index => (long)index.Bytes.Length);
        }
    }

    internal readonly struct Change(ShardIndexCache cache, StoreKey key) : IDisposable
    {
        public void Dispose() => cache.EndChange(key);
    }

    internal readonly struct ChangeOfAll(ShardIndexCache cache) : IDisposable
    {
        public void Dispose() => cache.ChangeAll(-1);
    }

    private sealed record CachedShard(StoreKey Key, string Version, Dictionary<(int Depth, long Offset), ShardIndex> Indexes);
}

/// <summary>The changes that an array has made to a stored shard up to one moment.</summary>
/// <param name="Key">Key of the shard.</param>
/// <param name="Count">Grows with each write.</param>
/// <param name="IsChanging">Whether the array is writing the shard.</param>
internal readonly record struct ShardChanges(StoreKey Key, long Count, bool IsChanging);
