namespace Zarr.Arrays;

/// <summary>Counts the chunks of one call across its workers, and reports sums that never decrease.</summary>
internal sealed class ChunkProgressCounter(long chunksTotal, IProgress<ChunkProgress>? progress)
{
    private readonly Lock gate = new();
    private long chunks;
    private long bytes;

    internal void Add(long chunkBytes)
    {
        if (progress is null)
        {
            return;
        }

        lock (gate)
        {
            bytes += chunkBytes;
            progress.Report(new ChunkProgress(++chunks, chunksTotal, bytes));
        }
    }
}
