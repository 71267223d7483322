namespace Zarr.Checking;

/// <summary>What the workers of one check have done, and its progress. Thread-safe.</summary>
internal sealed class CheckTotals(IProgress<ChunkProgress>? progress)
{
    private readonly Lock gate = new();
    private long found;
    private long chunks;
    private long innerChunks;
    private long stored;
    private long decoded;
    private long fillOnly;

    internal long Chunks => Volatile.Read(ref chunks);

    internal long InnerChunks => Volatile.Read(ref innerChunks);

    internal long StoredBytes => Volatile.Read(ref stored);

    internal long DecodedBytes => Volatile.Read(ref decoded);

    internal long FillOnly => Volatile.Read(ref fillOnly);

    /// <summary>Chunks that are to be checked are known.</summary>
    internal void AddFound(long count) => Interlocked.Add(ref found, count);

    internal void AddStored(long bytes) => Interlocked.Add(ref stored, bytes);

    internal void AddDecoded(long bytes) => Interlocked.Add(ref decoded, bytes);

    internal void AddInnerChunk() => Interlocked.Increment(ref innerChunks);

    internal void AddFillOnly() => Interlocked.Increment(ref fillOnly);

    /// <summary>A chunk is finished.</summary>
    internal void AddChunk()
    {
        lock (gate)
        {
            chunks++;
            progress?.Report(new ChunkProgress(chunks, Volatile.Read(ref found), DecodedBytes));
        }
    }
}
