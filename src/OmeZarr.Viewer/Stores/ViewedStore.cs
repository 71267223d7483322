using System.Runtime.CompilerServices;
using OmeZarr.Rendering.Tiles;
using OmeZarr.Viewer.Messages;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Viewer.Stores;

/// <summary>The store that is shown, from the location on that was opened. Opened nodes are kept. Thread-safe.</summary>
internal sealed class ViewedStore
{
    private const int MostNodes = 512;

    private readonly ZarrOptions zarrOptions;
    private volatile SharedWork<string, OmeNode> nodes = NewNodes();
    private readonly ConditionalWeakTable<OmeImage, OmeTiles> tiles = [];
    private readonly SemaphoreSlim thumbnails = new(Environment.ProcessorCount);
    private readonly TileCache cache;

    private ViewedStore(StoreLocation location, IStore values, StorePrefix root, long cacheBytes) =>
        (Location, Values, Root, zarrOptions, cache) = (location.ToString(), values, root, ZarrOptions.Default with { BlockCacheBytes = cacheBytes }, new TileCache(cacheBytes));

    /// <summary>The location as the user gave it.</summary>
    internal string Location { get; }

    /// <summary>The store; it reads nothing outside the folder that was opened.</summary>
    internal IStore Values { get; }

    /// <summary>The path of the opened node in the store.</summary>
    internal StorePrefix Root { get; }

    /// <summary>The last part of the location.</summary>
    internal string Name => Path.TrimEndingDirectorySeparator(Location.TrimEnd('/')) is { Length: > 0 } trimmed && Path.GetFileName(trimmed) is { Length: > 0 } name and not ("." or "..") ? name : Path.GetFileName(Path.GetFullPath(Location));

    /// <param name="location">The location.</param>
    /// <param name="cacheBytes">The limit of each cache.</param>
    /// <param name="opensNode">Whether there must be a node that can be opened.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="NodeNotFoundException">There is no group at the location.</exception>
    internal static async Task<ViewedStore> OpenAsync(StoreLocation location, long cacheBytes, bool opensNode, CancellationToken cancellationToken)
    {
        var (store, path) = location.Open();
        var opened = new ViewedStore(location, store is FileSystemStore folder ? new ConfinedStore(folder) : store, path, cacheBytes);
        if (opensNode)
        {
            await opened.NodeAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        }

        return opened;
    }

    /// <summary>A node by its path below the root.</summary>
    /// <exception cref="ArgumentException">The path cannot be the path of a node.</exception>
    internal Task<OmeNode> NodeAsync(string path, CancellationToken cancellationToken)
    {
        var full = PathOf(path);
        return nodes.GetAsync(path, token => OmeStore.OpenAsync(Values, full, zarrOptions, token), cancellationToken);
    }

    /// <summary>Forgets all opened nodes, because the hierarchy was replaced.</summary>
    internal void Reopen() => nodes = NewNodes();

    /// <summary>The path in the store of a node below the root.</summary>
    /// <exception cref="ArgumentException">The path cannot be the path of a node.</exception>
    internal StorePrefix PathOf(string path) => path.Length == 0 ? Root : Root / path;

    /// <summary>The tiles of an image.</summary>
    /// <exception cref="HttpErrorException">The node is no image.</exception>
    internal async Task<OmeTiles> TilesAsync(string path, CancellationToken cancellationToken) =>
        await NodeAsync(path, cancellationToken).ConfigureAwait(false) is OmeImage image
            ? tiles.GetValue(image, opened => new OmeTiles(opened, cache))
            : throw HttpErrorException.NotFound($"/{path} is not an image");

    /// <summary>The key of a value below the root.</summary>
    /// <exception cref="ArgumentException">The path cannot be a key.</exception>
    internal StoreKey Key(string path) => Root.Key(path);

    /// <summary>Makes a thumbnail: no more at a time than there are processors, so that tiles are not kept waiting by a plate with many wells.</summary>
    internal async Task<T> LimitAsync<T>(Func<Task<T>> make, CancellationToken cancellationToken)
    {
        await thumbnails.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await make().ConfigureAwait(false);
        }
        finally
        {
            thumbnails.Release();
        }
    }

    /// <summary>The length of a value; null if there is none, or none that may be read.</summary>
    internal async ValueTask<long?> LengthAsync(StoreKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await Values.GetLengthAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (OutsideStoreException)
        {
            return null;
        }
    }

    private static SharedWork<string, OmeNode> NewNodes() => new(MostNodes, _ => 1);
}
