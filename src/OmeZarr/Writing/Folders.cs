using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Folders of the file system as stores.</summary>
internal static class Folders
{
    internal static IWritableStore OpenStore(string path) => new FileSystemStore(path);

    /// <summary>Values are on the disk when they are written, and the folder is not made again if it vanishes.</summary>
    internal static IWritableStore OpenDurableStore(string path) => new FileSystemStore(path, new FileSystemStoreOptions { FlushToDisk = true, RequiredFolder = path });
}
