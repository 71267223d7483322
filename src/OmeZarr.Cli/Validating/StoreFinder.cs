using OmeZarr.Cli.Inputs;
using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Cli.Validating;

/// <summary>Finds stores: the folders and addresses that the user names, or the stores below them.</summary>
internal static class StoreFinder
{
    private const int MaxDepth = 16;

    /// <summary>The stores that paths and addresses mean, in their order, then in natural order.</summary>
    /// <exception cref="UsageException">A path is a file or not there, an address is not known, or no store is there or below.</exception>
    internal static async Task<IReadOnlyList<StoreLocation>> FindAsync(IEnumerable<string> paths, StoreConnection connection, CancellationToken cancellationToken)
    {
        var stores = new List<StoreLocation>();
        foreach (var path in paths)
        {
            var location = Locations.Parse(path, connection);
            Locations.RequireThere(location);
            stores.AddRange(location.Folder is not null ? Expand(path).Select(folder => (StoreLocation)folder) : await ExpandAsync(location, cancellationToken).ConfigureAwait(false));
        }

        return [.. stores.DistinctBy(store => store.ToString())];
    }

    private static List<string> Expand(string path)
    {
        path = Locations.ToPath(path);
        if (IsStore(path))
        {
            return [path];
        }

        List<string> stores = [.. Below(path, 0)];
        return stores.Count > 0 ? stores : throw None(path, "folder");
    }

    private static async Task<IReadOnlyList<StoreLocation>> ExpandAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        if (IsNamedLikeOne(location.ToString()) || await Locations.IsThereAsync(location, cancellationToken).ConfigureAwait(false))
        {
            return [location];
        }

        var (store, path) = location.Open();
        var stores = new List<StoreLocation>();
        if (store is IListableStore listable)
        {
            await AddBelowAsync(listable, path, location, 0, stores, cancellationToken).ConfigureAwait(false);
        }

        return stores.Count > 0 ? stores : throw None(location.ToString(), "path");
    }

    private static async Task AddBelowAsync(IListableStore store, StorePrefix path, StoreLocation location, int depth, List<StoreLocation> stores, CancellationToken cancellationToken)
    {
        foreach (var child in (await store.ListChildrenAsync(path, cancellationToken).ConfigureAwait(false)).Where(child => !child.StartsWith('.')).Order(NaturalOrder.Instance))
        {
            var below = location.Below(child);
            if (IsNamedLikeOne(child) || await Locations.IsThereAsync(below, cancellationToken).ConfigureAwait(false))
            {
                stores.Add(below);
            }
            else if (depth < MaxDepth)
            {
                await AddBelowAsync(store, path.IsRoot ? new StorePrefix(child) : path.Append(child), below, depth + 1, stores, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static UsageException None(string path, string what) => new($"{path}: not a Zarr store, and there is none below it; a store is a {what} *.zarr, or one with zarr.json, .zgroup or .zarray");

    /// <summary>Stores are not searched for others. Hidden folders are parts of unfinished hierarchies; links might lead in a circle.</summary>
    private static IEnumerable<string> Below(string folder, int depth) =>
        from child in new DirectoryInfo(folder).EnumerateDirectories().OrderBy(child => child.Name, NaturalOrder.Instance)
        where !child.Name.StartsWith('.') && child.LinkTarget is null
        let path = Path.Join(folder, child.Name)
        from store in IsStore(path) ? [path] : depth < MaxDepth ? Below(path, depth + 1) : []
        select store;

    /// <summary>A folder named *.zarr is one even if its document is lost.</summary>
    private static bool IsStore(string folder) => IsNamedLikeOne(Path.TrimEndingDirectorySeparator(folder)) || Locations.IsHierarchy(folder);

    private static bool IsNamedLikeOne(string name) => name.TrimEnd('/').EndsWith(".zarr", StringComparison.OrdinalIgnoreCase);
}
