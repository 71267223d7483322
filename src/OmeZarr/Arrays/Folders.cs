using Zarr.Stores;

namespace OmeZarr.Arrays;

/// <summary>Opens folders of the file system as stores.</summary>
internal static class Folders
{
    internal static IWritableStore OpenStore(string path) => new FileSystemStore(path);

    /// <summary>Opens a store that flushes each value to disk and does not create its folder again if that was deleted.</summary>
    internal static IWritableStore OpenDurableStore(string path) => new FileSystemStore(path, new FileSystemStoreOptions { FlushToDisk = true, RequiredFolder = path });
}
