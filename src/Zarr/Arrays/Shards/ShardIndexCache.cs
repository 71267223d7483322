using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>
/// The indexes of shards that were read last, and the knowledge which shards this array is writing: an index and the bytes it points to are fetched by different
/// requests, and must not belong to different versions of a shard.
/// </summary>
/// <remarks>Thread-safe. Writes are counted for groups of shards, so that memory does not grow with the array; a shard may be taken for changed because another one of its
/// group was.</remarks>
internal sealed class ShardIndexCache(long capacity)
{
    private const int Groups = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<StoreKey, LinkedListNode<CachedShard>> shards = [];
    private readonly LinkedList<CachedShard> recent = [];
    private readonly int[] writers = new int[Groups];
    private readonly long[] changes = new long[Groups];
    private long length;

    /// <summary>Bytes of the indexes that it holds.</summary>
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

    /// <summary>The present version of a shard.</summary>
    internal ShardVersion VersionOf(StoreKey key)
    {
        lock (gate)
        {
            return new ShardVersion(key, changes[GroupOf(key)], writers[GroupOf(key)] > 0);
        }
    }

    /// <summary>Whether the shard was not written since, and is not being written.</summary>
    internal bool IsCurrent(ShardVersion version)
    {
        lock (gate)
        {
            return IsCurrentUnderLock(version);
        }
    }

    /// <summary>The index of a shard inside a stored value, if it is here.</summary>
    internal ShardIndex? Find(StoreKey key, int depth, long offset)
    {
        lock (gate)
        {
            if (!shards.TryGetValue(key, out var node))
            {
                return null;
            }

            recent.Remove(node);
            recent.AddFirst(node);
            return node.Value.Indexes.GetValueOrDefault((depth, offset));
        }
    }

    /// <summary>Remembers an index, unless the shard has changed since or the index is too long.</summary>
    internal void Add(ShardVersion version, int depth, long offset, ShardIndex index)
    {
        lock (gate)
        {
            if (index.Bytes.Length > capacity || !IsCurrentUnderLock(version))
            {
                return;
            }

            if (!shards.TryGetValue(version.Key, out var node))
            {
                node = recent.AddFirst(new CachedShard(version.Key, []));
                shards.Add(version.Key, node);
            }

            if (node.Value.Indexes.TryAdd((depth, offset), index))
            {
                length += index.Bytes.Length;
                Shrink();
            }
        }
    }

    /// <summary>Forgets the indexes of a stored shard.</summary>
    internal void Forget(StoreKey key)
    {
        lock (gate)
        {
            ForgetUnderLock(key);
        }
    }

    /// <summary>Says that a shard is being replaced or deleted; to be disposed when that is done, well or not.</summary>
    internal Change BeginChange(StoreKey key)
    {
        lock (gate)
        {
            writers[GroupOf(key)]++;
            Changed(key);
        }

        return new Change(this, key);
    }

    /// <summary>Says that another object is changing any number of shards; to be disposed when that is done, well or not.</summary>
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

    private bool IsCurrentUnderLock(ShardVersion version) =>
        !version.IsChanging && writers[GroupOf(version.Key)] == 0 && changes[GroupOf(version.Key)] == version.Change;

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

    private sealed record CachedShard(StoreKey Key, Dictionary<(int Depth, long Offset), ShardIndex> Indexes);
}

/// <summary>What is known of a stored shard at one moment.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Change">Grows with each write.</param>
/// <param name="IsChanging">Whether it is being written.</param>
internal readonly record struct ShardVersion(StoreKey Key, long Change, bool IsChanging);
