using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>
/// A cache of decoded blocks, limited in bytes. Concurrent readers of a block share one decoding. Blocks that were delivered whole leave first, then the least recently used; of the
/// latter, those that are still to be delivered go to a scratch file, so that each block is decoded once however regions cut it. The newest block always stays.
/// </summary>
internal sealed class BlockCache(long capacity) : IDisposable
{
    // Blocks in the scratch file, relative to those in memory. What goes beyond is decoded again when it is wanted.
    private const int ScratchFactor = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<(TiffPage Page, long Block), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = [];
    private readonly ScratchFile scratch = new(capacity * ScratchFactor);
    private long size;
    private long decoded;

    /// <summary>Number of blocks decoded so far.</summary>
    public long DecodedBlocks => Interlocked.Read(ref decoded);

    /// <summary>Number of blocks that were written to the scratch file so far.</summary>
    public long ScratchedBlocks => scratch.Count;

    /// <summary>The decoded bytes of a block.</summary>
    /// <param name="page">The page.</param>
    /// <param name="block">The block.</param>
    /// <param name="part">Which fraction of the block the caller takes; with the fractions of earlier calls it tells whether more will be wanted.</param>
    /// <param name="decode">Decodes the block.</param>
    public byte[] Get(TiffPage page, long block, double part, Func<byte[]> decode)
    {
        var (entry, lazy) = Find((page, block), part, decode);
        try
        {
            var bytes = lazy.Value;
            Keep(entry, bytes.Length);
            return bytes;
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
    private (Entry Entry, Lazy<byte[]> Bytes) Find((TiffPage Page, long Block) key, double part, Func<byte[]> decode)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var node))
            {
                node = new LinkedListNode<Entry>(new Entry(key, new Lazy<byte[]>(() => Count(decode))));
                entries.Add(key, node);
            }
            else if (node.Value.Scratched is { } block)
            {
                node.Value.Scratched = null;
                node.Value.Bytes = new Lazy<byte[]>(() => block.Value is { } place ? scratch.Take(place) : Count(decode));
            }

            if (node.List is not null)
            {
                recent.Remove(node);
            }

            recent.AddFirst(node);
            node.Value.Delivered += part;
            return (node.Value, node.Value.Bytes);
        }
    }

    private byte[] Count(Func<byte[]> decode)
    {
        Interlocked.Increment(ref decoded);
        return decode();
    }

    private void Keep(Entry entry, int bytes)
    {
        List<Entry>? leaving = null;
        lock (gate)
        {
            if (!entries.TryGetValue(entry.Key, out var node) || node.Value != entry || entry.Scratched is not null)
            {
                return;
            }

            size += bytes - entry.Size;
            entry.Size = bytes;
            if (size > capacity)
            {
                Evict(isDelivered: true, entry, ref leaving);
                Evict(isDelivered: false, entry, ref leaving);
            }
        }

        // Writing happens here, without the lock; who wants the block meanwhile waits for it.
        leaving?.ForEach(left => _ = left.Scratched?.Value);
    }

    private void Evict(bool isDelivered, Entry newest, ref List<Entry>? leaving)
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

            recent.Remove(node);
            size -= entry.Size;
            entry.Size = 0;
            if (isDelivered)
            {
                entries.Remove(entry.Key);
                continue;
            }

            var bytes = entry.Bytes.Value;
            entry.Scratched = new Lazy<ScratchPlace?>(() => scratch.Put(bytes));
            entry.Bytes = new Lazy<byte[]>([]);
            (leaving ??= []).Add(entry);
        }
    }

    private void Forget(Entry entry)
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

    private sealed class Entry((TiffPage Page, long Block) key, Lazy<byte[]> bytes)
    {
        public (TiffPage Page, long Block) Key => key;

        public Lazy<byte[]> Bytes { get; set; } = bytes;

        /// <summary>The place in the scratch file, while the bytes are not in memory.</summary>
        public Lazy<ScratchPlace?>? Scratched { get; set; }

        public long Size { get; set; }

        public double Delivered { get; set; }

        // The fractions may add up to a little less than 1.
        public bool IsDelivered => Delivered > 1 - 1e-6;
    }
}
