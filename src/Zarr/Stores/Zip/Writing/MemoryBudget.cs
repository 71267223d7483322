namespace Zarr.Stores.Zip;

/// <summary>The memory that all values of an archive may take together while they wait for their place. Thread-safe.</summary>
internal sealed class MemoryBudget(long bytes)
{
    private long left = bytes;

    /// <summary>Takes memory if there is enough.</summary>
    internal bool TryTake(long count)
    {
        if (Interlocked.Add(ref left, -count) >= 0)
        {
            return true;
        }

        Give(count);
        return false;
    }

    internal void Give(long count) => Interlocked.Add(ref left, count);
}
