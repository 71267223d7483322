using Zarr.Metadata;
using Zarr.Metadata.V2;
using Zarr.Stores;

namespace Zarr;

/// <summary>Creates and replaces the <c>zarr.json</c> of nodes; <see cref="NodeReader"/> reads them.</summary>
internal static class NodeDocuments
{
    internal const string DocumentName = "zarr.json";

    /// <summary>Adds the path of the node to what its metadata complains about.</summary>
    internal static T Locate<T>(StorePrefix path, Func<T> action, string document = DocumentName)
    {
        try
        {
            return action();
        }
        catch (InvalidMetadataException error)
        {
            throw new InvalidMetadataException($"{path.Key(document)}: {error.Message}", error);
        }
        catch (UnsupportedFeatureException error)
        {
            throw new UnsupportedFeatureException(error.Feature, $"{path.Key(document)}: {error.Message}");
        }
    }

    /// <summary>Publishes a new node; missing groups above it first, so that no node is ever without its ancestors.</summary>
    internal static async Task CreateAsync(IWritableStore store, StorePrefix path, byte[] document, CancellationToken cancellationToken)
    {
        if (await store.GetLengthAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new NodeExistsException(path.Value, $"there is already a node at /{path}; delete it or choose another path");
        }

        await RequireNoV2Async(store, path, cancellationToken).ConfigureAwait(false);
        if (!path.IsRoot)
        {
            await CreateAncestorsAsync(store, path.Parent, cancellationToken).ConfigureAwait(false);
        }

        await store.SetAsync(path.Key(DocumentName), document, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes another document for a node that is there.</summary>
    internal static ValueTask ReplaceAsync(IWritableStore store, StorePrefix path, byte[] document, CancellationToken cancellationToken) =>
        store.SetAsync(path.Key(DocumentName), document, cancellationToken);

    private static async Task CreateAncestorsAsync(IWritableStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        using var existing = await store.GetAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false);
        if (existing is not null)
        {
            RequireGroup(path, existing.Memory);
            return;
        }

        await RequireNoV2Async(store, path, cancellationToken).ConfigureAwait(false);
        if (!path.IsRoot)
        {
            await CreateAncestorsAsync(store, path.Parent, cancellationToken).ConfigureAwait(false);
        }

        await store.SetAsync(path.Key(DocumentName), new GroupMetadata().ToUtf8(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A zarr.json beside the documents of v2 would hide them from everybody who prefers v3, as this library does.</summary>
    private static async ValueTask RequireNoV2Async(IWritableStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])[GroupDocument.Name, ArrayDocument.Name])
        {
            if (await store.GetLengthAsync(path.Key(name), cancellationToken).ConfigureAwait(false) is not null)
            {
                throw new NotSupportedException(
                    $"there is a Zarr v2 node at /{path} ({path.Key(name)}), which can be read, but nothing can be created there or below it");
            }
        }
    }

    private static void RequireGroup(StorePrefix path, ReadOnlyMemory<byte> document)
    {
        try
        {
            Locate(path, () => GroupMetadata.Parse(document));
        }
        catch (InvalidMetadataException error)
        {
            throw new InvalidMetadataException($"{path.Key(DocumentName)} is not a group, so nothing can be created below it: {(error.InnerException ?? error).Message}", error);
        }
    }
}
