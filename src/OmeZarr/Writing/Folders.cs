using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Folders of the file system as stores.</summary>
internal static class Folders
{
    internal static IWritableStore OpenStore(string path) => new FileSystemStore(path);
}
