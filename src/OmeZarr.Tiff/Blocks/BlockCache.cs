using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>A cache of decoded blocks, limited in bytes; evicts the least recently used. Concurrent readers of a block share one decoding.</summary>
internal sealed class BlockCache(long capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(TiffPage Page, long Block), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = [];
    private long size;
    private long decoded;

    /// <summary>Number of blocks decoded so far.</summary>
    public long DecodedBlocks => Interlocked.Read(ref decoded);

    public byte[] Get(TiffPage page, long block, Func<byte[]> decode)
    {
        var entry = Find((page, block), decode);
        try
        {
            var bytes = entry.Bytes.Value;
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

    private Entry Find((TiffPage Page, long Block) key, Func<byte[]> decode)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var node))
            {
                node = new LinkedListNode<Entry>(new Entry(key, new Lazy<byte[]>(() => Count(decode))));
                entries.Add(key, node);
            }
            else if (node.List is not null)
            {
                recent.Remove(node);
            }

            if (node.List is null)
            {
                recent.AddFirst(node);
            }

            return node.Value;
        }
    }

    private byte[] Count(Func<byte[]> decode)
    {
        Interlocked.Increment(ref decoded);
        return decode();
    }

    private void Keep(Entry entry, int bytes)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(entry.Key, out var node) || node.Value != entry)
            {
                return;
            }

            size += bytes - entry.Size;
            entry.Size = bytes;
            for (var last = recent.Last; size > capacity && last is not null;)
            {
                var previous = last.Previous;
                // An entry of size 0 is still being decoded; its reader adds the size later.
                if (last.Value.Size > 0)
                {
                    Remove(last);
                }

                last = previous;
            }
        }
    }

    private void Forget(Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(entry.Key, out var node) && node.Value == entry)
            {
                Remove(node);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        entries.Remove(node.Value.Key);
        recent.Remove(node);
        size -= node.Value.Size;
    }

    private sealed class Entry((TiffPage Page, long Block) key, Lazy<byte[]> bytes)
    {
        public (TiffPage Page, long Block) Key => key;

        public Lazy<byte[]> Bytes => bytes;

        public long Size { get; set; }
    }
}
