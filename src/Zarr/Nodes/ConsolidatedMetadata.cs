using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace Zarr.Nodes;

/// <summary>
/// Drops copies of metadata that other writers keep in the documents of groups (<c>consolidated_metadata</c>). A reader that trusts such a copy would not see a change
/// below the group, so the copy is dropped before the change. It is only a cache.
/// </summary>
internal static class ConsolidatedMetadata
{
    private const int MostAttempts = 100;

    /// <summary>Drops the copies in every group above a node that is about to change, also in those above the store if it is a folder.</summary>
    /// <remarks>The folders stay locked meanwhile, because other processes may change the same documents: a writer that adds to a plate locks its folder.</remarks>
    internal static async Task DropAboveAsync(IWritableStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        var groups = GroupsAbove(store, path).ToList();
        foreach (var (i, group) in groups.Index())
        {
            if (await HasCopyAsync(group, maxLength, cancellationToken).ConfigureAwait(false))
            {
                await DropAsync(groups[i..], maxLength, cancellationToken).ConfigureAwait(false);
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

    private static async Task DropAsync(IReadOnlyList<Group> groups, int maxLength, CancellationToken cancellationToken)
    {
        // With links, a folder may be above the store on two paths, but it can be locked only once.
        var folders = groups.Select(group => group.Folder).OfType<string>().Where(Directory.Exists).DistinctBy(folder => FileStatus.IdentityOf(folder) is { } identity ? identity : (object)folder);
        var locks = new List<FolderLock>();
        try
        {
            // Every process locks the innermost folder first, so that none waits forever.
            foreach (var folder in folders)
            {
                locks.Add(await FolderLock.AcquireAsync(folder, cancellationToken).ConfigureAwait(false));
            }

            foreach (var group in groups)
            {
                await LocateAsync(group, () => DropAsync(group.Store, group.Path, maxLength, cancellationToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            locks.ForEach(folderLock => folderLock.Dispose());
        }
    }

    private static async Task<bool> HasCopyAsync(Group group, int maxLength, CancellationToken cancellationToken)
    {
        var isThere = false;
        await LocateAsync(group, async () =>
        {
            using var document = await NodeDocuments.GetAsync(group.Store, group.Path.Key(NodeDocuments.DocumentName), maxLength, cancellationToken).ConfigureAwait(false);
            isThere = document is not null && NodeDocuments.Locate(group.Path, () => IsIn(document.Memory));
        }).ConfigureAwait(false);
        return isThere;
    }

    /// <summary>Adds the location of a document above the store to its errors.</summary>
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

    private static async Task DropAsync(IWritableStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        var key = path.Key(NodeDocuments.DocumentName);
        for (var (isDropped, attempt) = (false, 1); !isDropped; attempt++)
        {
            if (attempt > MostAttempts)
            {
                throw new IOException($"other writers have changed {key} {MostAttempts} times while its consolidated metadata were to be dropped; try again when they are done");
            }

            var (document, version) = await NodeDocuments.GetVersionedAsync(store, key, maxLength, cancellationToken).ConfigureAwait(false);
            using (document)
            {
                isDropped = document is null || !NodeDocuments.Locate(path, () => IsIn(document.Memory))
                    || await NodeDocuments.TryReplaceAsync(store, key, NodeDocuments.Locate(path, () => GroupMetadata.Parse(document.Memory)).ToUtf8(), version, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The search for the name comes first, so that a document without copies is not parsed and need not be valid.
    private static bool IsIn(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.IndexOf("\"consolidated_metadata\""u8) >= 0 && MetadataDocument.Parse(utf8).Optional("consolidated_metadata") is not null;

    /// <param name="Store">Store of the group.</param>
    /// <param name="Path">Path of the group in that store.</param>
    /// <param name="IsAbove">Whether the group is above the store that is written.</param>
    private sealed record Group(IWritableStore Store, StorePrefix Path, bool IsAbove)
    {
        /// <summary>Folder of the group; null if the store is no <see cref="FileSystemStore"/>.</summary>
        internal string? Folder => Store is FileSystemStore files ? System.IO.Path.Join(files.Root, Path.Value) : null;
    }
}
