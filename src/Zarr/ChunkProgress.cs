namespace Zarr;

/// <summary>How far a write has come. Reported after every chunk, in order, but from whichever thread wrote it.</summary>
/// <param name="ChunksWritten">Chunks that are finished (stored, or left out because they hold only the fill value).</param>
/// <param name="ChunksTotal">Chunks that the written region touches.</param>
/// <param name="BytesWritten">Bytes of the finished elements before compression.</param>
public readonly record struct ChunkProgress(long ChunksWritten, long ChunksTotal, long BytesWritten);
