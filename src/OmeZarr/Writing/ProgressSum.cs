using OmeZarr.Planning;
using Zarr;

namespace OmeZarr.Writing;

/// <summary>Adds up the progress of all arrays of a hierarchy, which may be written at the same time, and reports it to one listener.</summary>
internal sealed class ProgressSum
{
    private readonly IProgress<WriteProgress> listener;
    private readonly Lock gate = new();
    private long chunksTotal;
    private long bytesTotal;
    private long chunks;
    private long bytes;

    private ProgressSum(IProgress<WriteProgress> listener) => this.listener = listener;

    /// <summary>The sum for the listener of the options; null if there is none.</summary>
    internal static ProgressSum? For(WriteOptions options, params IEnumerable<ImagePlan> plans)
    {
        if (options.Progress is not { } listener)
        {
            return null;
        }

        var sum = new ProgressSum(listener);
        foreach (var array in plans.SelectMany(plan => plan.Levels))
        {
            sum.Expect(array);
        }

        return sum;
    }

    /// <summary>Adds an array to the total.</summary>
    internal void Expect(ArrayRequest array)
    {
        chunksTotal += array.WriteUnitCount;
        bytesTotal += array.Shape.ElementCount * array.DataType.Size;
    }

    /// <summary>Begins the progress of an array.</summary>
    /// <param name="path">Path of the array, relative to the hierarchy.</param>
    internal IProgress<ChunkProgress> Begin(string path) => new OneArray(this, path);

    /// <summary>The progress of one array; each report adds its difference to the last one.</summary>
    private sealed class OneArray(ProgressSum sum, string path) : IProgress<ChunkProgress>
    {
        private ChunkProgress last;

        public void Report(ChunkProgress value)
        {
            lock (sum.gate)
            {
                sum.chunks += value.ChunksDone - last.ChunksDone;
                sum.bytes += value.BytesDone - last.BytesDone;
                last = value;
                sum.listener.Report(new WriteProgress(path, sum.chunks, sum.chunksTotal, sum.bytes, sum.bytesTotal));
            }
        }
    }
}
