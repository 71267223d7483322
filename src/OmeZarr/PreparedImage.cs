using OmeZarr.Planning;
using OmeZarr.Writing;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// An image that was created without pixels: a writer for each of its arrays, to be filled piece by piece. Chunks are kept in memory until they are
/// complete (see <see cref="WriteOptions.MaxBufferedBytes"/>); flushing or disposing stores the rest. Thread-safe.
/// </summary>
public sealed class PreparedImage : IAsyncDisposable
{
    private readonly OrderedDictionary<string, ZarrArrayWriter> writers;

    private PreparedImage(string rootPath, OrderedDictionary<string, ZarrArray> arrays, WriteBuffer buffer)
    {
        (RootPath, Arrays) = (rootPath, arrays);
        writers = new(arrays.Select(array => KeyValuePair.Create(array.Key, array.Value.OpenWriter(buffer))));
    }

    /// <summary>The absolute path of the image's folder; if a symbolic link was given, where it leads.</summary>
    public string RootPath { get; }

    /// <summary>
    /// The arrays by dataset path, highest resolution first: to read what is stored, or to write without keeping anything. Write through
    /// <see cref="this[string]"/> to have each chunk encoded once.
    /// </summary>
    public IReadOnlyDictionary<string, ZarrArray> Arrays { get; }

    /// <summary>The writer of a dataset. All writers of the image share one buffer.</summary>
    /// <param name="datasetPath">The path in the metadata, usually <c>0</c> for the highest resolution.</param>
    /// <exception cref="KeyNotFoundException">The image has no such dataset.</exception>
    public ZarrArrayWriter this[string datasetPath] => writers.TryGetValue(datasetPath, out var writer)
        ? writer
        : throw new KeyNotFoundException($"the image has no dataset \"{datasetPath}\"; there are {string.Join(", ", writers.Keys)}");

    /// <summary>Stores everything that was written by calls that have returned, in all arrays.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => ForAllAsync(writer => writer.FlushAsync(cancellationToken));

    /// <summary>Refuses further writes and stores everything that was written, in all arrays.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and <see cref="FlushAsync"/> or another call tries again.</exception>
    public ValueTask DisposeAsync() => new(ForAllAsync(writer => writer.DisposeAsync().AsTask()));

    /// <summary>Opens what was just published. Not to be cancelled: the image is there, and the caller is to know.</summary>
    internal static async Task<PreparedImage> OpenAsync(string path, ImagePlan plan, WriteOptions options)
    {
        var store = new FileSystemStore(path);
        var engine = ImageWriter.EngineOptions(options);
        var arrays = new OrderedDictionary<string, ZarrArray>();
        foreach (var level in plan.Levels)
        {
            arrays[level.Path] = await ZarrArray.OpenAsync(store, new StorePrefix(level.Path), engine, CancellationToken.None).ConfigureAwait(false);
        }

        return new PreparedImage(store.Root, arrays, new WriteBuffer(options.MaxBufferedBytes));
    }

    // An array that fails does not keep the others from being stored.
    private Task ForAllAsync(Func<ZarrArrayWriter, Task> action) => Task.WhenAll(writers.Values.Select(action));
}
