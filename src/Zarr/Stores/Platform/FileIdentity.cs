namespace Zarr.Stores.Files;

/// <summary>The identity of a folder or file, which stays the same when it is renamed or its content changes. Another one at the same place has another identity. <c>OmeZarr</c> compiles this file, too.</summary>
/// <param name="Device">The file system or mount.</param>
/// <param name="Inode">The folder or file in the file system.</param>
/// <param name="Generation">Distinguishes successive files with the same inode (the generation of the file handle, or the time of creation); 0 if the file system does not report it.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, ulong Generation)
{
    /// <summary>The identity of the folder or file at a path.</summary>
    /// <param name="path">A path; links are followed.</param>
    /// <returns>Null if the path is missing, or if the platform does not report identities.</returns>
    internal static FileIdentity? OfPath(string path) => FileStatus.IdentityOf(path);
}
