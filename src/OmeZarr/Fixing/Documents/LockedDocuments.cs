using Zarr.Stores;

namespace OmeZarr.Fixing.Documents;

/// <summary>The documents of a hierarchy in a folder: they are changed under the locks of the writers, and each is on the disk before the next one is changed.</summary>
/// <param name="root">The folder of the hierarchy: absolute, links resolved.</param>
/// <param name="open">Opens the store of a folder.</param>
/// <param name="isTrial">Whether nothing is changed.</param>
internal sealed class LockedDocuments(string root, Func<string, IWritableStore> open, bool isTrial) : EditedDocuments(open(root), isTrial)
{
    internal override string NameOf(string path) => path.Length == 0 ? root : path;

    internal override IEnumerable<GroupAbove> Above(string path) => DocumentLocks.Folders(root, path).Skip(1).Select(GroupOf);

    protected override async Task<IDisposable?> LockAsync(string path, CancellationToken cancellationToken) => await DocumentLocks.AcquireAsync(root, path, cancellationToken).ConfigureAwait(false);

    private GroupAbove GroupOf(string folder)
    {
        if (folder.Length < root.Length)
        {
            return new GroupAbove(open(folder), string.Empty, Path.GetRelativePath(root, folder), IsOutside: true);
        }

        var path = folder[root.Length..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
        return new GroupAbove(Store, path, path, IsOutside: false);
    }
}
