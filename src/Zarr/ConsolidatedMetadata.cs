using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr;

/// <summary>
/// Copies of metadata that other writers keep in the documents of groups (<c>consolidated_metadata</c>). Readers that trust them would not see a change
/// below such a group, so they are dropped before the change; they are only a cache.
/// </summary>
internal static class ConsolidatedMetadata
{
    /// <summary>Drops the copies in every group above a node that is about to change, also in those above the store if it is a folder.</summary>
    internal static async Task DropAboveAsync(IWritableStore store, StorePrefix path, ZarrOptions? options, CancellationToken cancellationToken)
    {
        while (!path.IsRoot)
        {
            path = path.Parent;
            await DropAsync(store, path, options, cancellationToken).ConfigureAwait(false);
        }

        foreach (var group in FoldersAround.GroupsAbove(store))
        {
            await DropAboveStoreAsync(group, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DropAboveStoreAsync(FileSystemStore group, ZarrOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            await DropAsync(group, StorePrefix.Root, options, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidMetadataException error)
        {
            throw new InvalidMetadataException($"{group}: {error.Message}", error);
        }
        catch (UnsupportedFeatureException error)
        {
            throw new UnsupportedFeatureException(error.Feature, $"{group}: {error.Message}");
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
}
