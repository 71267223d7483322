using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace Zarr;

/// <summary>
/// Copies of metadata that other writers keep in the documents of groups (<c>consolidated_metadata</c>). Readers that trust them would not see a change
/// below such a group, so they are dropped before the change; they are only a cache.
/// </summary>
internal static class ConsolidatedMetadata
{
    /// <summary>Drops the copies in every group above a node that is about to change, also in those above the store if it is a folder.</summary>
    /// <remarks>Folders are locked meanwhile, since others may change the same documents: who adds to a plate has locked its folder.</remarks>
    internal static async Task DropAboveAsync(IWritableStore store, StorePrefix path, ZarrOptions? options, CancellationToken cancellationToken)
    {
        var groups = GroupsAbove(store, path).ToList();
        foreach (var (i, group) in groups.Index())
        {
            if (await HasCopyAsync(group, options, cancellationToken).ConfigureAwait(false))
            {
                await DropAsync(groups[i..], options, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Innermost first.</summary>
    private static IEnumerable<Group> GroupsAbove(IWritableStore store, StorePrefix path)
    {
        while (!path.IsRoot)
        {
            path = path.Parent;
            yield return new Group(store, path, IsAbove: false);
        }

        foreach (var group in FoldersAround.GroupsAbove(store))
        {
            yield return new Group(group, StorePrefix.Root, IsAbove: true);
        }
    }

    private static async Task DropAsync(IReadOnlyList<Group> groups, ZarrOptions? options, CancellationToken cancellationToken)
    {
        // A folder may be above on two ways, if there are links; nobody can lock it twice.
        var folders = groups.Select(group => group.Folder).OfType<string>().Where(Directory.Exists).DistinctBy(folder => FileStatus.IdentityOf(folder) is { } identity ? identity : (object)folder);
        using var locks = await FolderLocks.AcquireAsync(folders, cancellationToken).ConfigureAwait(false);
        foreach (var group in groups)
        {
            await LocateAsync(group, () => DropAsync(group.Store, group.Path, options, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static async Task<bool> HasCopyAsync(Group group, ZarrOptions? options, CancellationToken cancellationToken)
    {
        var isThere = false;
        await LocateAsync(group, async () =>
        {
            using var document = await NodeDocuments.GetAsync(group.Store, group.Path.Key(NodeDocuments.DocumentName), options, cancellationToken).ConfigureAwait(false);
            isThere = document is not null && NodeDocuments.Locate(group.Path, () => IsIn(document.Memory));
        }).ConfigureAwait(false);
        return isThere;
    }

    /// <summary>Says of what is above the store where it is.</summary>
    private static async Task LocateAsync(Group group, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (InvalidMetadataException error) when (group.IsAbove)
        {
            throw new InvalidMetadataException($"{group.Store}: {error.Message}", error);
        }
        catch (UnsupportedFeatureException error) when (group.IsAbove)
        {
            throw new UnsupportedFeatureException(error.Feature, $"{group.Store}: {error.Message}");
        }
    }

    private static async Task DropAsync(IWritableStore store, StorePrefix path, ZarrOptions? options, CancellationToken cancellationToken)
    {
        var key = path.Key(NodeDocuments.DocumentName);
        using var document = await NodeDocuments.GetAsync(store, key, options, cancellationToken).ConfigureAwait(false);
        if (document is not null && NodeDocuments.Locate(path, () => IsIn(document.Memory)))
        {
            var group = NodeDocuments.Locate(path, () => GroupMetadata.Parse(document.Memory));
            await store.SetAsync(key, group.ToUtf8(), cancellationToken).ConfigureAwait(false);
        }
    }

    // The words are looked for first, so that what has nothing to do with this is not parsed, and need not be valid.
    private static bool IsIn(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.IndexOf("\"consolidated_metadata\""u8) >= 0 && MetadataDocument.Parse(utf8).Optional("consolidated_metadata") is not null;

    /// <param name="Store">Where it is.</param>
    /// <param name="Path">Its path there.</param>
    /// <param name="IsAbove">Whether it is above the store that is written.</param>
    private sealed record Group(IWritableStore Store, StorePrefix Path, bool IsAbove)
    {
        /// <summary>Its folder; null if the store is something else.</summary>
        internal string? Folder => Store is FileSystemStore files ? System.IO.Path.Join(files.Root, Path.Value) : null;
    }
}
