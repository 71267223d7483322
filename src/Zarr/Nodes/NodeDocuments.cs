using System.Buffers;
using Zarr.Metadata;
using Zarr.Metadata.V2;
using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>Creates, replaces and deletes the <c>zarr.json</c> of nodes; <see cref="NodeReader"/> reads them.</summary>
internal static class NodeDocuments
{
    internal const string DocumentName = "zarr.json";

    /// <summary>Adds the path of the node to the errors of its metadata.</summary>
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

    /// <summary>A whole document, or null if it is missing. Reading stops as soon as the document proves longer than the options allow.</summary>
    /// <exception cref="InvalidMetadataException">The document is longer than the options allow.</exception>
    internal static async ValueTask<IMemoryOwner<byte>?> GetAsync(IStore store, StoreKey key, int maxLength, CancellationToken cancellationToken) =>
        RequireLength(await store.GetRangeAsync(key, ByteRange.FromOffset(0, maxLength + 1L), cancellationToken).ConfigureAwait(false), key, maxLength);

    private static IMemoryOwner<byte>? RequireLength(IMemoryOwner<byte>? document, StoreKey key, int maxLength)
    {
        if (document?.Memory.Length > maxLength)
        {
            document.Dispose();
            throw new InvalidMetadataException($"{key}: larger than {maxLength:N0} bytes; ZarrOptions.MaxDocumentLength sets the limit");
        }

        return document;
    }

    /// <summary>The same with its version, which is null if the store cannot replace values on condition.</summary>
    /// <inheritdoc cref="GetAsync"/>
    internal static async ValueTask<(IMemoryOwner<byte>? Document, string? Version)> GetVersionedAsync(IStore store, StoreKey key, int maxLength, CancellationToken cancellationToken)
    {
        if (store is not IConditionalStore conditional)
        {
            return (await GetAsync(store, key, maxLength, cancellationToken).ConfigureAwait(false), null);
        }

        var (document, version) = await conditional.GetVersionedRangeAsync(key, ByteRange.FromOffset(0, maxLength + 1L), cancellationToken).ConfigureAwait(false) ?? default;
        return (RequireLength(document, key, maxLength), version);
    }

    /// <summary>Replaces a document that was read with its version.</summary>
    /// <returns>Whether it was replaced; false if another writer has changed it meanwhile.</returns>
    internal static async ValueTask<bool> TryReplaceAsync(IWritableStore store, StoreKey key, byte[] document, string? version, CancellationToken cancellationToken)
    {
        if (version is not null && store is IConditionalStore conditional)
        {
            return await conditional.TryReplaceAsync(key, document, version, cancellationToken).ConfigureAwait(false);
        }

        await store.SetAsync(key, document, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The store if it can be written.</summary>
    internal static IWritableStore RequireWritable(IStore store) =>
        store as IWritableStore ?? throw new NotSupportedException($"{store.GetType().Name} is read-only");

    internal static async Task RequireAbsentAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        if (await store.GetLengthAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Exists(path);
        }

        await RequireNoV2Async(store, path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Publishes a new node where the caller has found none (<see cref="RequireAbsentAsync"/>); missing groups above it first, so that no node is
    /// ever without its ancestors.
    /// </summary>
    internal static async Task CreateAsync(
        IWritableStore store, StorePrefix path, byte[] document, int maxLength, CancellationToken cancellationToken)
    {
        await FoldersAround.RequireNoArrayAsync(store, maxLength, cancellationToken).ConfigureAwait(false);
        if (!path.IsRoot)
        {
            await CreateAncestorsAsync(store, path.Parent, maxLength, cancellationToken).ConfigureAwait(false);
        }

        await ConsolidatedMetadata.DropAboveAsync(store, path, maxLength, cancellationToken).ConfigureAwait(false);
        if (!await TryPublishAsync(store, path, document, cancellationToken).ConfigureAwait(false))
        {
            throw Exists(path);
        }
    }

    /// <summary>Publishes another document for a node that is there.</summary>
    internal static async Task ReplaceAsync(
        IWritableStore store, StorePrefix path, byte[] document, int maxLength, CancellationToken cancellationToken)
    {
        await ConsolidatedMetadata.DropAboveAsync(store, path, maxLength, cancellationToken).ConfigureAwait(false);
        await store.SetAsync(path.Key(DocumentName), document, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the document, so that there is no node any more, then everything below the path.</summary>
    internal static async Task DeleteAsync(IWritableStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        NodeName.RequireValidPath(path.Value);
        await RequireDeletableAsync(store, path, maxLength, cancellationToken).ConfigureAwait(false);
        await ConsolidatedMetadata.DropAboveAsync(store, path, maxLength, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false);
        await store.DeletePrefixAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses paths inside an array, whose deletion would remove chunks but leave the array, and nodes of Zarr v2.</summary>
    private static async Task RequireDeletableAsync(IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        await RequireNoV2Async(store, path, cancellationToken).ConfigureAwait(false);
        await FoldersAround.RequireNoArrayAsync(store, maxLength, cancellationToken).ConfigureAwait(false);
        for (var above = path; !above.IsRoot;)
        {
            above = above.Parent;
            using var document = await GetAsync(store, above.Key(DocumentName), maxLength, cancellationToken).ConfigureAwait(false);
            if (document is null)
            {
                await RequireNoV2Async(store, above, cancellationToken).ConfigureAwait(false);
            }
            else if (IsArray(document.Memory))
            {
                throw new ArgumentException($"/{path} lies inside the array at /{above}, whose chunks would be lost; to remove elements, resize it or write its fill value", nameof(path));
            }
        }
    }

    private static NodeExistsException Exists(StorePrefix path) =>
        new(path.Value, $"there is already a node at /{path}; delete it or choose another path");

    private static async Task CreateAncestorsAsync(IWritableStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        while (!await IsGroupAsync(store, path, maxLength, cancellationToken).ConfigureAwait(false))
        {
            await RequireNoV2Async(store, path, cancellationToken).ConfigureAwait(false);
            if (!path.IsRoot)
            {
                await CreateAncestorsAsync(store, path.Parent, maxLength, cancellationToken).ConfigureAwait(false);
            }

            if (await TryPublishAsync(store, path, new GroupMetadata().ToUtf8(), cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            // Another writer created a node here meanwhile: look which kind it is.
        }
    }

    /// <summary>Whether there is a group; false if there is nothing.</summary>
    private static async Task<bool> IsGroupAsync(IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        using var existing = await GetAsync(store, path.Key(DocumentName), maxLength, cancellationToken).ConfigureAwait(false);
        if (existing is not null)
        {
            RequireGroup(path, existing.Memory);
        }

        return existing is not null;
    }

    private static async ValueTask<bool> TryPublishAsync(IWritableStore store, StorePrefix path, byte[] document, CancellationToken cancellationToken)
    {
        var key = path.Key(DocumentName);
        if (store is ICreateOnlyStore careful)
        {
            return await careful.TryCreateAsync(key, document, cancellationToken).ConfigureAwait(false);
        }

        await store.SetAsync(key, document, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A zarr.json beside the documents of v2 would hide these from readers that prefer v3, as this library does.</summary>
    private static async ValueTask RequireNoV2Async(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])[GroupDocument.Name, ArrayDocument.Name])
        {
            if (await store.GetLengthAsync(path.Key(name), cancellationToken).ConfigureAwait(false) is not null)
            {
                throw new NotSupportedException(
                    $"there is a Zarr v2 node at /{path} ({path.Key(name)}), which can be read, but nothing can be created or deleted there or below it");
            }
        }
    }

    /// <summary>Whether a document belongs to an array; false if the document cannot be parsed.</summary>
    internal static bool IsArray(ReadOnlyMemory<byte> document)
    {
        try
        {
            return MetadataDocument.Parse(document).Kind() == NodeKind.Array;
        }
        catch (InvalidMetadataException)
        {
            return false;
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
