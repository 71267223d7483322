using System.Buffers;
using System.Collections.Concurrent;
using Zarr.Stores;

namespace OmeZarr.Viewer.Stores;

/// <summary>A link in a folder leads out of it.</summary>
internal sealed class OutsideStoreException(string message) : IOException(message);

/// <summary>A folder as a read-only store that refuses symbolic links to files outside of it. Files inside are read as by <see cref="FileSystemStore"/>.</summary>
internal sealed class ConfinedStore : IListableStore, ISnapshotStore, IIdentifiableStore
{
    private const int MostFolders = 100_000;

    private readonly FileSystemStore folder;
    private readonly string root;
    private readonly ConcurrentDictionary<string, bool> inside = new(StringComparer.Ordinal);

    internal ConfinedStore(FileSystemStore folder) => (this.folder, root) = (folder, Resolve(folder.Root, 0));

    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => folder.GetAsync(Require(key), cancellationToken);

    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => folder.GetRangeAsync(Require(key), range, cancellationToken);

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => folder.GetLengthAsync(Require(key), cancellationToken);

    public ValueTask<IValueSnapshot?> OpenAsync(StoreKey key, CancellationToken cancellationToken = default) => folder.OpenAsync(Require(key), cancellationToken);

    public ValueTask<string?> GetIdentityAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => folder.GetIdentityAsync(prefix, cancellationToken);

    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => folder.ListAsync(Require(prefix), cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => folder.ListChildrenAsync(Require(prefix), cancellationToken);

    public override string ToString() => folder.ToString();

    private StorePrefix Require(StorePrefix prefix)
    {
        if (!prefix.IsRoot)
        {
            RequireFolders($"{prefix.Value}/");
        }

        return prefix;
    }

    private StoreKey Require(StoreKey key)
    {
        RequireFolders(key.Value);
        RequireInside(Path.Join(folder.Root, key.Value), key.Value);
        return key;
    }

    /// <summary>Checks the folders on the way to a value. What was found of them is kept, because each holds many values.</summary>
    private void RequireFolders(string key)
    {
        for (var slash = key.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = key.IndexOf('/', slash + 1))
        {
            var path = key[..slash];
            if (inside.ContainsKey(path))
            {
                continue;
            }

            RequireInside(Path.Join(folder.Root, path), path);
            if (inside.Count >= MostFolders)
            {
                inside.Clear();
            }

            inside[path] = true;
        }
    }

    private void RequireInside(string path, string shown)
    {
        if (new FileInfo(path).LinkTarget is null)
        {
            return;
        }

        var target = Resolve(path, 0);
        if (target != root && !target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new OutsideStoreException($"{shown} of {folder.Root} is a link that leads out of the folder; the viewer shows nothing outside the folder that was opened");
        }
    }

    /// <summary>The path without any link in it.</summary>
    private static string Resolve(string path, int depth)
    {
        const int MostLinks = 40;
        var full = Path.GetFullPath(path);
        if (depth > MostLinks)
        {
            throw new OutsideStoreException($"{path}: too many links");
        }

        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var place = Path.Join(Resolve(parent, depth), Path.GetFileName(full));
        return new FileInfo(place).LinkTarget is { } target ? Resolve(Path.Combine(Path.GetDirectoryName(place)!, target), depth + 1) : place;
    }
}
