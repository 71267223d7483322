using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>
/// A cache of decoded blocks, limited in bytes. Concurrent readers of a block share one decoding. Blocks that were delivered whole leave soon, because they are rarely wanted again and their memory serves the next ones;
/// then the least recently used leave, and those that are still to be delivered go to a scratch file, so that each block is decoded once however regions cut it. The newest block always stays.
/// </summary>
internal sealed class BlockCache(long capacity) : IDisposable
{
    // Blocks in the scratch file, relative to those in memory. What goes beyond is decoded again when it is wanted.
    private const int ScratchFactor = 64;

    // The part of the capacity for blocks that were delivered whole, and for memory without a block.
    private const int SparePart = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<(TiffPage Page, long Block), LinkedListNode<CachedBlock>> entries = [];
    private readonly LinkedList<CachedBlock> recent = [];
    private readonly Queue<(CachedBlock Entry, BlockBuffer Buffer)> delivered = [];
    private readonly BlockMemory memory = new(capacity / SparePart);
    private readonly ScratchFile scratch = new(capacity * ScratchFactor);
    private long size;
    private long deliveredSize;
    private long decoded;

    /// <summary>Number of blocks decoded so far.</summary>
    public long DecodedBlocks => Interlocked.Read(ref decoded);

    /// <summary>Number of blocks that were written to the scratch file so far.</summary>
    public long ScratchedBlocks => scratch.Count;

    /// <summary>Hands the decoded bytes of a block to a reader, which must not keep them.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The block.</param>
    /// <param name="part">Which fraction of the block the caller takes; with the fractions of earlier calls it tells whether more will be wanted.</param>
    /// <param name="decode">Decodes the block, into the memory that it is given.</param>
    public BlockLease Get(TiffPage page, long block, double part, Func<BlockMemory, byte[]> decode)
    {
        var (entry, buffer) = Find((page, block), part, decode);
        try
        {
            _ = buffer.Bytes.Value;
            Keep(entry, buffer);
            return new BlockLease(this, entry, buffer);
        }
        catch
        {
            // A failed decoding is not cached: the next reader tries again.
            Forget(entry);
            throw;
        }
    }

    /// <summary>Deletes the scratch file.</summary>
    public void Dispose() => scratch.Dispose();

    // The bytes are part of the answer, because the entry may lose them as soon as the lock is released.
    private (CachedBlock Entry, BlockBuffer Buffer) Find((TiffPage Page, long Block) key, double part, Func<BlockMemory, byte[]> decode)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var node))
            {
                node = new LinkedListNode<CachedBlock>(new CachedBlock(key, new BlockBuffer(() => Count(decode))));
                entries.Add(key, node);
            }
            else if (node.Value.Scratched is { } block)
            {
                node.Value.Scratched = null;
                node.Value.Buffer = new BlockBuffer(() => block.Value is { } place ? scratch.Take(place, memory) : Count(decode));
            }

            if (node.List is not null)
            {
                recent.Remove(node);
            }

            recent.AddFirst(node);
            node.Value.Delivered += part;
            node.Value.Buffer.Readers++;
            return (node.Value, node.Value.Buffer);
        }
    }

    private byte[] Count(Func<BlockMemory, byte[]> decode)
    {
        Interlocked.Increment(ref decoded);
        return decode(memory);
    }

    /// <summary>A reader is done. A block that was delivered whole leaves when enough others were, too.</summary>
    public void Release(CachedBlock entry, BlockBuffer buffer)
    {
        lock (gate)
        {
            buffer.Readers--;
            if (buffer is { IsDropped: false, IsQueued: false, Readers: 0 } && entry.IsDelivered && entry.Size > 0)
            {
                buffer.IsQueued = true;
                delivered.Enqueue((entry, buffer));
                deliveredSize += buffer.Bytes.Value.Length;
                DropDelivered();
            }

            Recycle(buffer);
        }
    }

    private void DropDelivered()
    {
        while (deliveredSize > capacity / SparePart && delivered.TryDequeue(out var oldest))
        {
            var (entry, buffer) = oldest;
            deliveredSize -= buffer.Bytes.Value.Length;
            if (!buffer.IsDropped && entry.Buffer == buffer && entries.TryGetValue(entry.Key, out var node) && node.Value == entry)
            {
                entries.Remove(entry.Key);
                Drop(node);
            }
        }
    }

    private void Drop(LinkedListNode<CachedBlock> node)
    {
        var entry = node.Value;
        recent.Remove(node);
        size -= entry.Size;
        entry.Size = 0;
        entry.Buffer.IsDropped = true;
        Recycle(entry.Buffer);
    }

    private void Recycle(BlockBuffer buffer)
    {
        if (buffer is { IsDropped: true, Readers: 0, IsReturned: false } && buffer.Bytes.IsValueCreated)
        {
            buffer.IsReturned = true;
            memory.Return(buffer.Bytes.Value);
        }
    }

    private void Keep(CachedBlock entry, BlockBuffer buffer)
    {
        List<(Lazy<ScratchPlace?> Place, CachedBlock Entry, BlockBuffer Buffer)>? leaving = null;
        lock (gate)
        {
            if (!entries.TryGetValue(entry.Key, out var node) || node.Value != entry || entry.Scratched is not null || entry.Buffer != buffer)
            {
                return;
            }

            size += buffer.Bytes.Value.Length - entry.Size;
            entry.Size = buffer.Bytes.Value.Length;
            if (size > capacity)
            {
                Evict(isDelivered: true, entry, ref leaving);
                Evict(isDelivered: false, entry, ref leaving);
            }
        }

        // Writing happens here, without the lock; who wants the block meanwhile waits for it.
        leaving?.ForEach(left =>
        {
            _ = left.Place.Value;
            Release(left.Entry, left.Buffer);
        });
    }

    private void Evict(bool isDelivered, CachedBlock newest, ref List<(Lazy<ScratchPlace?> Place, CachedBlock Entry, BlockBuffer Buffer)>? leaving)
    {
        for (var last = recent.Last; size > capacity && last is not null;)
        {
            var (node, entry) = (last, last.Value);
            last = last.Previous;
            // An entry of size 0 is still being decoded; its reader adds the size later.
            if (entry.Size == 0 || entry == newest || entry.IsDelivered != isDelivered)
            {
                continue;
            }

            if (isDelivered)
            {
                entries.Remove(entry.Key);
                Drop(node);
                continue;
            }

            // The disk reads the bytes, too, so that their memory is not used again before they are written.
            var buffer = entry.Buffer;
            buffer.Readers++;
            Drop(node);
            entry.Scratched = new Lazy<ScratchPlace?>(() => scratch.Put(buffer.Bytes.Value));
            (leaving ??= []).Add((entry.Scratched, entry, buffer));
        }
    }

    private void Forget(CachedBlock entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(entry.Key, out var node) && node.Value == entry && entry.Scratched is null)
            {
                entries.Remove(entry.Key);
                recent.Remove(node);
                size -= entry.Size;
            }
        }
    }
}
