using OmeZarr.Cli.Inputs;
using OmeZarr.Planning;

namespace OmeZarr.Cli.Validating;

/// <summary>Finds stores: the folders that the user names, or the stores below them.</summary>
internal static class StoreFinder
{
    private const int MaxDepth = 16;

    /// <summary>The stores that paths mean, in the order of the paths, then in natural order.</summary>
    /// <exception cref="UsageException">A path is an address, a file or not there, or no store is below it.</exception>
    internal static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(Expand).Distinct()];

    private static IReadOnlyList<string> Expand(string path)
    {
        StoreFolder.Require(path);
        if (IsStore(path))
        {
            return [path];
        }

        List<string> stores = [.. Below(path, 0)];
        return stores.Count > 0 ? stores : throw new UsageException($"{path}: not a Zarr store, and there is none below it; a store is a folder *.zarr, or one with zarr.json, .zgroup or .zarray");
    }

    /// <summary>Stores are not searched for others. Hidden folders are parts of unfinished hierarchies; links might lead in a circle.</summary>
    private static IEnumerable<string> Below(string folder, int depth) =>
        from child in new DirectoryInfo(folder).EnumerateDirectories().OrderBy(child => child.Name, NaturalOrder.Instance)
        where !child.Name.StartsWith('.') && child.LinkTarget is null
        let path = Path.Join(folder, child.Name)
        from store in IsStore(path) ? [path] : depth < MaxDepth ? Below(path, depth + 1) : []
        select store;

    /// <summary>A folder named *.zarr is one even if its document is lost.</summary>
    private static bool IsStore(string folder) =>
        Path.TrimEndingDirectorySeparator(folder).EndsWith(".zarr", StringComparison.OrdinalIgnoreCase) || StoreFolder.IsHierarchy(folder);
}
