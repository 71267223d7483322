using Zarr.Arrays;
using Zarr.Checking;
using Zarr.Stores;

namespace Zarr;

public sealed partial class ZarrArray
{
    /// <summary>Checks what is stored below the array: reads and decodes its chunks, or a sample of them, and names keys that are none of it.</summary>
    /// <remarks>
    /// <para>The keys are listed once. Chunks are decoded by as many workers as the options of the array allow, and memory does not grow with the number of chunks or the length of shards. Damage is a finding,
    /// not an exception.</para>
    /// <para>In a store that cannot be listed, each chunk of the grid is asked for, and keys that are none of the array are not found.</para>
    /// </remarks>
    /// <param name="options">How much is checked; null for every chunk.</param>
    /// <param name="progress">Receives a report after each chunk or shard; <see cref="ChunkProgress.ChunksTotal"/> counts those found so far. Null disables reporting.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="ArgumentException">The array has no such dimension to map.</exception>
    /// <exception cref="NotSupportedException">The store cannot be listed, and more than a million chunks would have to be asked for.</exception>
    /// <exception cref="NodeReplacedException">Another array has taken the place of this one since it was opened, or it was deleted.</exception>
    /// <exception cref="IOException">The store cannot be listed now. A chunk that cannot be read is a finding.</exception>
    public Task<ChunkReport> CheckChunksAsync(ChunkCheckOptions? options = null, IProgress<ChunkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= ChunkCheckOptions.Default;
        var findings = new FindingCollector(options.MaxFindings);
        var keys = new ChunkKeys(Shape.ChunkCounts(ChunkShape), Metadata.ChunkKeyEncoding);
        var lister = new ChunkLister(context, keys, readsOtherSeparator: ZarrFormat == 2, findings);

        // A listing gives the keys as they are; otherwise they must be guessed as for reading.
        var chunks = Store is IListableStore || ZarrFormat != 2 ? Store : ChunkKeySeparatorDetector.Wrap(Store, Path, Metadata);
        return new ArrayChecker(chunks, context, lister, findings, options, progress).RunAsync(cancellationToken);
    }
}
