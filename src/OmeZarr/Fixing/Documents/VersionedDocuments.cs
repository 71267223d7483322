using Zarr.Stores;

namespace OmeZarr.Fixing.Documents;

/// <summary>The documents of a hierarchy in a store without locks: each is replaced if it is still the one that was read (<see cref="IConditionalStore"/>). Other stores take one writer only.</summary>
/// <param name="store">The store.</param>
/// <param name="root">Path of the hierarchy in it.</param>
/// <param name="name">The location of the hierarchy, for messages.</param>
/// <param name="isTrial">Whether nothing is changed.</param>
internal sealed class VersionedDocuments(IWritableStore store, StorePrefix root, string name, bool isTrial) : EditedDocuments(new RootedStore(store, root), isTrial)
{
    private readonly IWritableStore whole = store;

    internal override string NameOf(string path) => path.Length == 0 ? name : path;

    internal override IEnumerable<GroupAbove> Above(string path)
    {
        for (var inside = new StorePrefix(path); !inside.IsRoot;)
        {
            inside = inside.Parent;
            yield return new GroupAbove(Store, inside.Value, inside.Value, IsOutside: false);
        }

        var (outside, relative) = (root, "..");
        for (; !outside.IsRoot; relative = $"../{relative}")
        {
            outside = outside.Parent;
            yield return new GroupAbove(new RootedStore(whole, outside), string.Empty, relative, IsOutside: true);
        }
    }

    protected override Task<IDisposable?> LockAsync(string path, CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);
}
