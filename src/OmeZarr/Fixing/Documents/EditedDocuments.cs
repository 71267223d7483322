using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Fixing.Documents;

/// <summary>The documents of a hierarchy that is changed in place. No change of another writer gets lost: either the folders are locked meanwhile, or a document is replaced only if it is still the one that was read.</summary>
/// <param name="store">The store of the hierarchy, of which it is the root.</param>
/// <param name="isTrial">Whether nothing is changed.</param>
internal abstract class EditedDocuments(IWritableStore store, bool isTrial)
{
    /// <summary>The documents of a hierarchy.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="open">Opens the store of a folder.</param>
    /// <param name="isTrial">Whether nothing is changed.</param>
    /// <exception cref="NotSupportedException">The store cannot be written, and it is no trial.</exception>
    /// <exception cref="IOException">The folder is the root of a file system, or its links lead in a circle.</exception>
    internal static EditedDocuments Open(StoreLocation location, Func<string, IWritableStore> open, bool isTrial)
    {
        if (location.Folder is { } folder)
        {
            return new LockedDocuments(Destination.Resolve(folder), open, isTrial);
        }

        var (store, root) = location.Open();
        var writable = isTrial && store is not IWritableStore ? new ReadDocuments(store) : Destination.RequireWritable(store, location);
        return new VersionedDocuments(writable, root, location.ToString(), isTrial);
    }

    /// <summary>The store of the hierarchy; paths of nodes are paths in it.</summary>
    internal IWritableStore Store => store;

    /// <summary>Whether nothing is changed.</summary>
    internal bool IsTrial => isTrial;

    /// <summary>Where a node is, for messages.</summary>
    internal abstract string NameOf(string path);

    /// <summary>The groups above a node, innermost first, also those above the hierarchy; some of the latter may be missing.</summary>
    internal abstract IEnumerable<GroupAbove> Above(string path);

    /// <summary>Keeps other writers away from the documents of a node and of the groups above it; null if nothing needs to.</summary>
    protected abstract Task<IDisposable?> LockAsync(string path, CancellationToken cancellationToken);

    /// <summary>Changes the document of a node.</summary>
    /// <param name="path">Path of the node.</param>
    /// <param name="attempt">Reads the document, changes it and replaces it; false if another writer has changed it meanwhile, so that all of it is done again.</param>
    /// <param name="cancellationToken">Stops before the document is replaced.</param>
    internal async Task ChangeAsync(string path, Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        using var locked = isTrial ? null : await LockAsync(path, cancellationToken).ConfigureAwait(false);
        await StoredDocument.RepeatAsync(NameOf(path), attempt, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A group above a node.</summary>
/// <param name="Store">Its store.</param>
/// <param name="Path">Its path in that store.</param>
/// <param name="Name">Its path relative to the hierarchy, which begins with <c>..</c> above it.</param>
/// <param name="IsOutside">Whether it is above the hierarchy.</param>
internal sealed record GroupAbove(IWritableStore Store, string Path, string Name, bool IsOutside);
