namespace Zarr.Stores;

/// <summary>The identity of a folder, which stays the same when the folder is renamed or its content changes. Another folder at the same place has another identity.</summary>
/// <remarks>The store defines the meaning of the numbers; callers only compare them. In a file system they are the device or mount, the inode, and a generation that distinguishes successive files
/// with the same inode (the generation of the file handle, or the time of creation).</remarks>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The folder in the file system.</param>
/// <param name="Generation">Distinguishes successive folders with the same inode; 0 if the file system does not report it.</param>
public readonly record struct StoreIdentity(ulong Device, ulong Inode, ulong Generation)
{
    /// <summary>The identity of the folder or file at a path of the file system, as <see cref="FileSystemStore"/> reports it.</summary>
    /// <param name="path">A path; links are followed.</param>
    /// <returns>Null if the path is missing, or if the platform does not report identities.</returns>
    public static StoreIdentity? OfPath(string path) => Files.FileStatus.IdentityOf(path);
}
