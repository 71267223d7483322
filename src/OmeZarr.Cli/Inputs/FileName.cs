using Zarr.Stores;

namespace OmeZarr.Cli.Inputs;

/// <summary>Derives names of images from names of files and folders.</summary>
internal static class FileName
{
    /// <summary>The name of a file without <c>.tif</c>, <c>.ome.tif</c> and similar suffixes.</summary>
    internal static string OfFile(string path) => Without(".ome", Path.GetFileNameWithoutExtension(path));

    /// <summary>The name of a folder without <c>.zarr</c> or <c>.ome.zarr</c>.</summary>
    internal static string OfFolder(string path) =>
        Without(".ome", Without(".zarr", Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))));

    /// <summary>The name of a folder, or of the last part of an address, without <c>.zarr</c> or <c>.ome.zarr</c>.</summary>
    internal static string OfLocation(StoreLocation location) => OfFolder(location.Folder ?? (location.Archive is { } archive && location.Open().Path.IsRoot ? Path.ChangeExtension(archive, null) : location.ToString()).TrimEnd('/'));

    private static string Without(string suffix, string name) => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? name[..^suffix.Length] : name;
}
