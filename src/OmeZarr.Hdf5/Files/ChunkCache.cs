using PureHDF.VOL.Native;

namespace OmeZarr.Hdf5.Files;

/// <summary>Decoded chunks of the datasets of a file, within a limit of bytes. Several threads that need one chunk decode it once.</summary>
internal sealed class ChunkCache(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(int Dataset, ulong Chunk), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new();
    private long bytes;
    private int datasets;

    /// <summary>Number of chunks that were decoded, for tests.</summary>
    internal long Decoded { get; private set; }

    /// <summary>The part of the cache for one dataset.</summary>
    internal IReadingChunkCache ForDataset() => new Part(this, Interlocked.Increment(ref datasets));

    private Memory<byte> Get(int dataset, ulong chunk, Func<Memory<byte>> decode)
    {
        LinkedListNode<Entry>? node;
        lock (gate)
        {
            if (entries.TryGetValue((dataset, chunk), out node))
            {
                byUse.Remove(node);
            }
            else
            {
                node = new LinkedListNode<Entry>(new Entry(dataset, chunk, new Lazy<Memory<byte>>(decode)));
                entries.Add((dataset, chunk), node);
                Decoded++;
            }

            byUse.AddLast(node);
        }

        try
        {
            var value = node.Value.Value.Value;
            Count(node, value.Length);
            return value;
        }
        catch
        {
            Forget(node);
            throw;
        }
    }

    private void Count(LinkedListNode<Entry> node, int length)
    {
        lock (gate)
        {
            if (node.Value.Length == 0 && node.List is not null)
            {
                node.Value.Length = length;
                bytes += length;
            }

            while (bytes > maxBytes && byUse.First is { } oldest)
            {
                Remove(oldest);
            }
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        lock (gate)
        {
            if (node.List is not null)
            {
                Remove(node);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        entries.Remove((node.Value.Dataset, node.Value.Chunk));
        byUse.Remove(node);
        bytes -= node.Value.Length;
    }

    private sealed class Entry(int dataset, ulong chunk, Lazy<Memory<byte>> value)
    {
        internal int Dataset => dataset;

        internal ulong Chunk => chunk;

        internal Lazy<Memory<byte>> Value => value;

        /// <summary>The counted bytes; 0 before the chunk is decoded.</summary>
        internal int Length { get; set; }
    }

    private sealed class Part(ChunkCache cache, int dataset) : IReadingChunkCache
    {
        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkReader) => cache.Get(dataset, chunkIndex, chunkReader);
    }
}
