using Zarr;

namespace OmeZarr.Writing.Filling;

/// <summary>Counts the finished units of an array and reports each. Thread-safe.</summary>
/// <param name="total">Number of units.</param>
/// <param name="progress">Receives the reports, one at a time; null disables reporting.</param>
internal sealed class UnitCounter(long total, IProgress<ChunkProgress>? progress)
{
    private readonly Lock gate = new();
    private long units;
    private long bytes;

    /// <summary>Adds a finished unit.</summary>
    internal void Done(long length)
    {
        lock (gate)
        {
            (units, bytes) = (units + 1, bytes + length);
            progress?.Report(new ChunkProgress(units, total, bytes));
        }
    }
}
