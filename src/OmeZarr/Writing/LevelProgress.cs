using Zarr;

namespace OmeZarr.Writing;

/// <summary>Turns the progress of one array after the other into that of the whole image.</summary>
internal sealed class LevelProgress : IProgress<ChunkProgress>
{
    private readonly IProgress<WriteProgress> listener;
    private readonly long chunksTotal;
    private readonly long bytesTotal;
    private string path = string.Empty;
    private ChunkProgress finished;
    private ChunkProgress current;

    internal LevelProgress(IReadOnlyDictionary<string, ZarrArray> arrays, IProgress<WriteProgress> listener)
    {
        this.listener = listener;
        chunksTotal = arrays.Values.Sum(ChunkCount);
        bytesTotal = arrays.Values.Sum(array => array.Shape.ElementCount * array.DataType.Size);
    }

    public void Report(ChunkProgress value)
    {
        current = value;
        listener.Report(new WriteProgress(
            path, finished.ChunksDone + value.ChunksDone, chunksTotal, finished.BytesDone + value.BytesDone, bytesTotal));
    }

    /// <summary>From here on, progress is that of the array at <paramref name="arrayPath"/>.</summary>
    internal LevelProgress Begin(string arrayPath)
    {
        path = arrayPath;
        finished = new ChunkProgress(finished.ChunksDone + current.ChunksDone, 0, finished.BytesDone + current.BytesDone);
        current = default;
        return this;
    }

    private static long ChunkCount(ZarrArray array) =>
        array.Shape.Zip(array.ChunkShape, (length, chunk) => (length + chunk - 1) / chunk).Aggregate(1L, (product, count) => product * count);
}
