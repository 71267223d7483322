using System.Numerics;
using System.Runtime.CompilerServices;
using Zarr.Codecs;
using Zarr.Stores;

namespace Zarr.Arrays.Blocks;

/// <summary>A block of a stored chunk, or its table.</summary>
/// <param name="Scope">Stands for the store (<see cref="BlockCache.ScopeOf"/>).</param>
/// <param name="Key">Key of the stored value.</param>
/// <param name="Version">Version of the stored value.</param>
/// <param name="Offset">Offset of the chunk in the value.</param>
/// <param name="Block">The block; -1 for the table.</param>
internal readonly record struct BlockId(object Scope, StoreKey Key, string Version, long Offset, int Block);

/// <summary>
/// The blocks that were decoded last, and the tables of their chunks. A block belongs to one version of a value, so that a value that changes is never mixed with what it was; blocks of
/// other versions are not used again, and leave the cache in their turn.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BlockCache(long capacity)
{
    // What an entry takes beside its content, about.
    private const int EntryLength = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<BlockId, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = [];

    // The cache keeps no store alive.
    private readonly ConditionalWeakTable<IStore, object> scopes = [];
    private long length;

    /// <summary>Bytes of everything in the cache.</summary>
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

    /// <summary>What stands for a store in <see cref="BlockId"/>.</summary>
    internal object ScopeOf(IStore store) => scopes.GetValue(store, _ => new object());

    /// <summary>The table of a chunk; null if it is not in the cache.</summary>
    internal IBlockTable? FindTable(BlockId id)
    {
        lock (gate)
        {
            return Touch(id)?.Table;
        }
    }

    /// <summary>The content of a block; null if it is not in the cache. The caller disposes the result soon.</summary>
    internal CachedBlock? Find(BlockId id)
    {
        lock (gate)
        {
            if (Touch(id) is not { } entry)
            {
                return null;
            }

            entry.Users++;
            return new CachedBlock(this, entry);
        }
    }

    /// <summary>Adds a table.</summary>
    internal void Add(BlockId id, IBlockTable table) => Add(new Entry(id, table, null, table.MemoryLength + EntryLength));

    /// <summary>Adds the content of a block. The cache disposes it.</summary>
    internal void Add(BlockId id, PooledMemory content) => Add(new Entry(id, null, content, BitOperations.RoundUpToPowerOf2((uint)content.Length) + EntryLength));

    private Entry? Touch(BlockId id)
    {
        if (!entries.TryGetValue(id, out var node))
        {
            return null;
        }

        recent.Remove(node);
        recent.AddFirst(node);
        return node.Value;
    }

    private void Add(Entry entry)
    {
        lock (gate)
        {
            if (entry.Length > capacity || entries.ContainsKey(entry.Id))
            {
                entry.Content?.Dispose();
                return;
            }

            entries.Add(entry.Id, recent.AddFirst(entry));
            length += entry.Length;
            while (length > capacity && recent.Last is { } oldest)
            {
                recent.Remove(oldest);
                entries.Remove(oldest.Value.Id);
                length -= oldest.Value.Length;
                Release(oldest.Value);
            }
        }
    }

    private void Return(Entry entry)
    {
        lock (gate)
        {
            Release(entry);
        }
    }

    private static void Release(Entry entry)
    {
        entry.Users--;
        if (entry.Users == 0)
        {
            entry.Content?.Dispose();
        }
    }

    /// <summary>A block in use: its memory stays as it is until this value is disposed, even if the block leaves the cache.</summary>
    internal readonly struct CachedBlock(BlockCache cache, Entry entry) : IDisposable
    {
        internal ReadOnlySpan<byte> Content => entry.Content!.Memory.Span;

        public void Dispose() => cache.Return(entry);
    }

    internal sealed record Entry(BlockId Id, IBlockTable? Table, PooledMemory? Content, long Length)
    {
        /// <summary>The cache itself, and those that read the block.</summary>
        internal int Users { get; set; } = 1;
    }
}
