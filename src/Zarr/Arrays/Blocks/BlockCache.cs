using System.Numerics;
using System.Runtime.CompilerServices;
using Zarr.Codecs;
using Zarr.Stores;

namespace Zarr.Arrays.Blocks;

/// <summary>A stored chunk, of whatever version.</summary>
/// <param name="Scope">Stands for the store (<see cref="BlockCache.ScopeOf"/>).</param>
/// <param name="Key">Key of the stored value.</param>
/// <param name="Offset">Offset of the chunk in the value.</param>
internal readonly record struct ChunkId(object Scope, StoreKey Key, long Offset);

/// <summary>One version of a stored chunk.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Version">Version of the stored value.</param>
internal readonly record struct ChunkVersion(ChunkId Chunk, string Version);

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
    private readonly Dictionary<EntryId, LinkedListNode<Entry>> entries = [];
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

    /// <summary>What stands for a store in <see cref="ChunkId"/>.</summary>
    internal object ScopeOf(IStore store) => scopes.GetValue(store, _ => new object());

    /// <summary>The version of a chunk that was read last, and its table; null if no table is in the cache.</summary>
    internal (string Version, IBlockTable Table)? FindTable(ChunkId chunk)
    {
        lock (gate)
        {
            return Touch(EntryId.Table(chunk)) is { Table: { } table, Version: { } version } ? (version, table) : null;
        }
    }

    /// <summary>Whether all blocks of some runs are in the cache now.</summary>
    internal bool Contains(ChunkVersion chunk, List<BlockRun> runs)
    {
        lock (gate)
        {
            foreach (var run in runs)
            {
                for (var block = run.First; block < run.End; block++)
                {
                    if (!entries.ContainsKey(new EntryId(chunk, block)))
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    /// <summary>The content of a block; null if it is not in the cache. The caller disposes the result soon.</summary>
    internal CachedBlock? Find(ChunkVersion chunk, int block)
    {
        lock (gate)
        {
            if (Touch(new EntryId(chunk, block)) is not { } entry)
            {
                return null;
            }

            entry.Users++;
            return new CachedBlock(this, entry);
        }
    }

    /// <summary>Adds the table of a chunk. It replaces that of another version.</summary>
    internal void Add(ChunkVersion chunk, IBlockTable table)
    {
        var entry = new Entry(EntryId.Table(chunk.Chunk), null, table.MemoryLength + EntryLength) { Table = table, Version = chunk.Version };
        lock (gate)
        {
            if (entries.TryGetValue(entry.Id, out var node) && node.Value.Version != chunk.Version)
            {
                Remove(node);
            }

            Add(entry);
        }
    }

    /// <summary>Adds the content of a block. The cache disposes it.</summary>
    internal void Add(ChunkVersion chunk, int block, PooledMemory content)
    {
        var entry = new Entry(new EntryId(chunk, block), content, BitOperations.RoundUpToPowerOf2((uint)content.Length) + EntryLength);
        lock (gate)
        {
            Add(entry);
        }
    }

    private Entry? Touch(EntryId id)
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
        if (entry.Length > capacity || entries.ContainsKey(entry.Id))
        {
            entry.Content?.Dispose();
            return;
        }

        entries.Add(entry.Id, recent.AddFirst(entry));
        length += entry.Length;
        while (length > capacity && recent.Last is { } oldest)
        {
            Remove(oldest);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        recent.Remove(node);
        entries.Remove(node.Value.Id);
        length -= node.Value.Length;
        Release(node.Value);
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

    /// <summary>A block, or the table of a chunk.</summary>
    internal readonly record struct EntryId(ChunkVersion Chunk, int Block)
    {
        internal static EntryId Table(ChunkId chunk) => new(new ChunkVersion(chunk, string.Empty), -1);
    }

    internal sealed record Entry(EntryId Id, PooledMemory? Content, long Length)
    {
        /// <summary>The table; null for a block.</summary>
        internal IBlockTable? Table { get; init; }

        /// <summary>The version that a table belongs to.</summary>
        internal string? Version { get; init; }

        /// <summary>The cache itself, and those that read the block.</summary>
        internal int Users { get; set; } = 1;
    }
}
