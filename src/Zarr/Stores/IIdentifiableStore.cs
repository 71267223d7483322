namespace Zarr.Stores;

/// <summary>A store that can tell the folders apart that stand at one place one after the other, for example before and after a hierarchy was replaced.</summary>
/// <remarks>For stores whose folders can be moved or exchanged as a whole. Stores without folders, such as object stores, need not have it.</remarks>
public interface IIdentifiableStore : IStore
{
    /// <summary>The identity of the folder of a prefix at this moment.</summary>
    /// <returns>Null if nothing is there, or if the store cannot tell.</returns>
    ValueTask<StoreIdentity?> GetIdentityAsync(StorePrefix prefix, CancellationToken cancellationToken = default);
}

/// <summary>The identity of a folder, which stays the same when the folder is renamed or its content changes. Another folder at the same place has another identity.</summary>
/// <remarks>What the numbers mean is the store's affair; they are only compared. In a file system they are the device or mount, the inode, and what tells inodes of the same number apart
/// that existed one after the other (the generation of the file handle, or the time of creation).</remarks>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The folder in it.</param>
/// <param name="Generation">Tells folders apart that got the same number one after the other; 0 if the file system does not say.</param>
public readonly record struct StoreIdentity(ulong Device, ulong Inode, ulong Generation)
{
    /// <summary>The identity of the folder or file at a path of the file system, as <see cref="FileSystemStore"/> tells it.</summary>
    /// <param name="path">A path; links are followed.</param>
    /// <returns>Null if nothing is there, or if the platform cannot tell.</returns>
    public static StoreIdentity? OfPath(string path) => Files.FileStatus.IdentityOf(path);
}
