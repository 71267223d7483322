using System.Collections;
using OmeZarr.Writing;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using OmeZarr.Writing.Pyramids;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// Arrays that were created without elements, by their keys: <c>0</c> for a level of an image, <c>series/dataset</c> in a collection, <c>A/1/field/dataset</c>
/// on a plate, <c>label/dataset</c> among labels. Incomplete chunks are kept in memory (<see cref="WriteOptions.MaxBufferedBytes"/>); flushing or disposing stores them. Thread-safe.
/// </summary>
public sealed class PreparedArrays : IEnumerable<KeyValuePair<string, PreparedArray>>, IAsyncDisposable
{
    private readonly OrderedDictionary<string, PreparedArray> arrays;
    private readonly string? flushedFolder;
    private readonly ArchiveStaging? archive;

    /// <summary>The arrays of created images, with their paths in the hierarchy as keys.</summary>
    /// <param name="place">The place of the hierarchy.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">The options with which they were created.</param>
    /// <param name="buffer">Buffer of incomplete chunks.</param>
    /// <param name="archive">The folder that is packed when the arrays are disposed; null for none.</param>
    internal PreparedArrays(HierarchyPlace place, IEnumerable<PlannedImage> images, WriteOptions options, WriteBuffer buffer, ArchiveStaging? archive = null)
    {
        (RootPath, this.archive) = (place.Text, archive);
        flushedFolder = options.Durability == Durability.Flushed ? place.Folder : null;
        arrays = [];
        var memory = new PyramidMemory(options.MaxBufferedBytes);
        foreach (var image in images)
        {
            List<ArrayRequest> requests = [.. image.Plan.Levels.Select(level => place.At(level, image.Below(level.Path)))];
            List<PreparedArray> levels = [.. requests.Select(request => new PreparedArray(request, OptionsOf(options), buffer))];
            if (image.Plan.Pyramid is { } plan && levels.Count > 1)
            {
                var pyramid = new PreparedPyramid(levels, requests, plan, memory);
                levels.Index().ToList().ForEach(level => level.Item.Join(pyramid, level.Index));
            }

            levels.Zip(image.Plan.Levels).ToList().ForEach(level => arrays.Add(image.Below(level.Second.Path), level.First));
        }
    }

    /// <summary>The absolute path of the hierarchy or archive that holds the arrays, symbolic links resolved; in a store, the location as it was given.</summary>
    public string RootPath { get; }

    /// <summary>The keys, in the order in which the arrays were described.</summary>
    public IReadOnlyList<string> Keys => arrays.Keys;

    /// <summary>Number of arrays.</summary>
    public int Count => arrays.Count;

    /// <summary>
    /// Bytes of stored levels that were read again to compute coarser ones (<see cref="WriteOptions.Pyramid"/>), before compression. 0 if each piece consists of whole boxes of the factors (planes, if only y and x have factors), no pixel is written
    /// twice, flushes come between pieces of different chunks, and <see cref="WriteOptions.MaxBufferedBytes"/> suffices for the incomplete chunks of the coarser levels.
    /// </summary>
    public long BytesReadAgain => arrays.Values.Sum(array => array.BytesRead);

    /// <summary>An array.</summary>
    /// <param name="key">Path of the array, relative to <see cref="RootPath"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    public PreparedArray this[string key] => arrays.TryGetValue(key, out var array) ? array : throw new KeyNotFoundException(Missing(key));

    /// <summary>The keys and their arrays, in the order in which the arrays were described.</summary>
    public IEnumerator<KeyValuePair<string, PreparedArray>> GetEnumerator() => arrays.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Stores everything that was written by calls that have returned, in all arrays. With <see cref="Durability.Flushed"/> it is on the disk when the call returns.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await ForAllAsync(array => array.StoreAsync(cancellationToken)).ConfigureAwait(false);
        await ToDiskAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses further writes and stores everything that was written, in all arrays. With <see cref="Durability.Flushed"/> it is on the disk when the call returns. The archive of a prepared image is written now.</summary>
    /// <exception cref="IOException">Something could not be stored, or the archive could not be written; everything is kept, and <see cref="FlushAsync"/> or another call tries again.</exception>
    public async ValueTask DisposeAsync()
    {
        await ForAllAsync(array => array.CloseAsync()).ConfigureAwait(false);
        if (archive is not null)
        {
            await archive.CompleteAsync().ConfigureAwait(false);
            return;
        }

        await ToDiskAsync(CancellationToken.None).ConfigureAwait(false);
    }

    // With flushing, each chunk is on disk before it replaces an earlier version, which an earlier call may have flushed.
    private static WriteOptions OptionsOf(WriteOptions options) =>
        options.Durability == Durability.Flushed && ReferenceEquals(options.Backend, IArrayBackend.BuiltIn)
            ? options with { Backend = new ZarrBackend(ZarrBackend.OpenDurableStore) }
            : options;

    // Once for all arrays: the system forces a whole file system to the disk by one call.
    private ValueTask ToDiskAsync(CancellationToken cancellationToken) => flushedFolder is not null && Directory.Exists(flushedFolder)
        ? new FileSystemStore(flushedFolder).FlushAsync(StorePrefix.Root, cancellationToken)
        : ValueTask.CompletedTask;

    // An array that fails does not keep the others from being stored.
    private Task ForAllAsync(Func<PreparedArray, Task> action) => Task.WhenAll(arrays.Values.Select(action));

    private string Missing(string key) => $"there is no array \"{key}\"; there are {Listing.Of(arrays.Keys, most: 10)}";
}
