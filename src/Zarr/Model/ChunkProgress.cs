namespace Zarr;

/// <summary>Progress of reading, writing or flushing. It is reported after every chunk (shard), in order, on the thread that finished the chunk.</summary>
/// <param name="ChunksDone">Chunks that are finished: read, stored, or left out because they hold only the fill value.</param>
/// <param name="ChunksTotal">Chunks that the region touches; of a flush, those that were kept when it began.</param>
/// <param name="BytesDone">Bytes of the finished elements, not compressed; a flush counts whole chunks.</param>
public readonly record struct ChunkProgress(long ChunksDone, long ChunksTotal, long BytesDone);
