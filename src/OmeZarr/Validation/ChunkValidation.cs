using System.Collections.Concurrent;
using OmeZarr.Rules.Hierarchy;
using Zarr;
using Zarr.Checking;
using Zarr.Stores;

namespace OmeZarr.Validating;

/// <summary>Checks the chunks of all arrays of a validation, a few arrays at a time, and counts what was read. Thread-safe.</summary>
internal sealed class ChunkValidation(IStore store, StorePrefix root, ValidationOptions options) : IDisposable
{
    /// <summary>The most chunks of each array that a sample has.</summary>
    private const int SampleSize = 16;

    /// <summary>Each array is decoded on all processors. A second one is listed meanwhile.</summary>
    private const int ArraysAtATime = 2;

    private readonly SemaphoreSlim free = new(ArraysAtATime);
    private readonly ConcurrentDictionary<string, WellChunks> wells = new(StringComparer.Ordinal);
    private long chunks;
    private long bytes;

    /// <summary>Called after each chunk with the path of its array, from several threads; null if nobody wants to know.</summary>
    public Action<string>? ChunkDone { get; init; }

    /// <summary>Whether chunks are read at all.</summary>
    public bool IsWanted => options.Data != DataCheck.None;

    public long Chunks => Interlocked.Read(ref chunks);

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Checks the chunks of an array.</summary>
    /// <param name="path">Path of the array, relative to the root of the validation.</param>
    /// <param name="mapped">The dimensions along which absent chunks are located.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="ZarrException">The array was replaced.</exception>
    /// <exception cref="NotSupportedException">The store cannot be listed, and the array has too many chunks.</exception>
    /// <exception cref="IOException">The store cannot be listed.</exception>
    public async Task<ChunkReport> CheckAsync(string path, IReadOnlyList<int> mapped, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var array = await ZarrArray.OpenAsync(store, path.Length == 0 ? root : root / path, options.ZarrOptions, cancellationToken).ConfigureAwait(false);
            var check = new ChunkCheckOptions { MaxChunks = options.Data == DataCheck.Sample ? SampleSize : null, MaxFindings = ChunkMessages.MaxKeys, MapDimensions = mapped };
            var report = await array.CheckChunksAsync(check, new EachChunk(this, path), cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref bytes, report.StoredBytes);
            return report;
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Notes whether an image of a well has chunks.</summary>
    public void NoteField(string well, string image, bool hasChunks) => wells.GetOrAdd(well, _ => new WellChunks()).Add(image, hasChunks);

    /// <summary>Reports wells and fields without chunks.</summary>
    public void ReportWells(FindingCollector findings)
    {
        foreach (var (path, well) in wells)
        {
            if (well.HasChunks)
            {
                well.Empty.ForEach(image => new NodeLog(findings, image, FindingStage.End).Report(ChunkRules.ImageEmpty, "no chunk is stored, of any level"));
            }
            else
            {
                new NodeLog(findings, path, FindingStage.End).Report(ChunkRules.WellEmpty, $"no chunk is stored, of {Counted.Of(well.Empty.Count, "image")}");
            }
        }
    }

    public void Dispose() => free.Dispose();

    private void CountChunk(string path)
    {
        Interlocked.Increment(ref chunks);
        ChunkDone?.Invoke(path);
    }

    private sealed class EachChunk(ChunkValidation validation, string path) : IProgress<ChunkProgress>
    {
        public void Report(ChunkProgress value) => validation.CountChunk(path);
    }

    /// <summary>The images of a well.</summary>
    private sealed class WellChunks
    {
        public bool HasChunks { get; private set; }

        public List<string> Empty { get; } = [];

        public void Add(string image, bool hasChunks)
        {
            lock (Empty)
            {
                HasChunks |= hasChunks;
                if (!hasChunks)
                {
                    Empty.Add(image);
                }
            }
        }
    }
}
