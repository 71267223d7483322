namespace Zarr.Checking;

/// <summary>Counts the stored chunks of an array. Thread-safe.</summary>
internal sealed class Presence(ChunkMap? map)
{
    private long count;

    internal long Count => Volatile.Read(ref count);

    internal ChunkMap? Map => map;

    internal void Add(StoredChunk chunk)
    {
        Interlocked.Increment(ref count);
        map?.Add(chunk.Index);
    }
}
