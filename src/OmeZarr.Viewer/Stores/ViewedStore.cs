using OmeZarr.Rendering.Tiles;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Viewer.Stores;

/// <summary>The store that is shown, from the location on that was opened. Opened nodes are kept. Thread-safe.</summary>
internal sealed class ViewedStore
{
    private const int MostNodes = 512;

    private readonly ZarrOptions zarrOptions;
    private readonly SharedWork<string, OmeNode> nodes = new(MostNodes, _ => 1);

    private ViewedStore(StoreLocation location, IStore values, StorePrefix root, long cacheBytes) =>
        (Location, Values, Root, zarrOptions) = (location.ToString(), values, root, ZarrOptions.Default with { BlockCacheBytes = cacheBytes });

    /// <summary>The location as the user gave it.</summary>
    internal string Location { get; }

    /// <summary>The store; it reads nothing outside the folder that was opened.</summary>
    internal IStore Values { get; }

    /// <summary>The path of the opened node in the store.</summary>
    internal StorePrefix Root { get; }

    /// <summary>The last part of the location.</summary>
    internal string Name => Path.TrimEndingDirectorySeparator(Location.TrimEnd('/')) is { Length: > 0 } trimmed && Path.GetFileName(trimmed) is { Length: > 0 } name and not ("." or "..") ? name : Path.GetFileName(Path.GetFullPath(Location));

    /// <exception cref="NodeNotFoundException">There is no group at the location.</exception>
    internal static async Task<ViewedStore> OpenAsync(StoreLocation location, ViewerOptions options, CancellationToken cancellationToken)
    {
        var (store, path) = location.Open();
        var opened = new ViewedStore(location, store is FileSystemStore folder ? new ConfinedStore(folder) : store, path, options.CacheBytes);
        if (options.ServesPage)
        {
            await opened.NodeAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        }

        return opened;
    }

    /// <summary>A node by its path below the root.</summary>
    /// <exception cref="ArgumentException">The path cannot be the path of a node.</exception>
    internal Task<OmeNode> NodeAsync(string path, CancellationToken cancellationToken)
    {
        var full = Root.Append(path);
        return nodes.GetAsync(path, token => OmeStore.OpenAsync(Values, full, zarrOptions, token), cancellationToken);
    }

    /// <summary>The key of a value below the root.</summary>
    /// <exception cref="ArgumentException">The path cannot be a key.</exception>
    internal StoreKey Key(string path) => Root.Key(path);

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
}
