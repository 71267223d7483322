using OmeZarr.Planning;
using OmeZarr.Writing;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>An image that was created without pixels: its arrays, to be filled region by region. Thread-safe.</summary>
public sealed class PreparedImage : IAsyncDisposable
{
    private PreparedImage(string rootPath, IReadOnlyDictionary<string, ZarrArray> arrays) => (RootPath, Arrays) = (rootPath, arrays);

    /// <summary>The absolute path of the image's folder; if a symbolic link was given, where it leads.</summary>
    public string RootPath { get; }

    /// <summary>The arrays by dataset path, highest resolution first.</summary>
    public IReadOnlyDictionary<string, ZarrArray> Arrays { get; }

    /// <summary>The array of a dataset.</summary>
    /// <param name="datasetPath">The path in the metadata, usually <c>0</c> for the highest resolution.</param>
    /// <exception cref="KeyNotFoundException">The image has no such dataset.</exception>
    public ZarrArray this[string datasetPath] => Arrays.TryGetValue(datasetPath, out var array)
        ? array
        : throw new KeyNotFoundException($"the image has no dataset \"{datasetPath}\"; there are {string.Join(", ", Arrays.Keys)}");

    /// <summary>Completes the writing. At present each write is stored when it returns, so nothing is left to do; dispose it all the same.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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

        return new PreparedImage(store.Root, arrays);
    }
}
