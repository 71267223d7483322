using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr;

/// <summary>Finds, reads and creates the <c>zarr.json</c> of nodes.</summary>
internal static class NodeDocuments
{
    private const string DocumentName = "zarr.json";

    /// <summary>A zarr.json beyond this is not metadata.</summary>
    private const long MaxDocumentLength = 64 << 20;

    internal static async Task<T> ReadAsync<T>(IStore store, StorePrefix path, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
    {
        var key = path.Key(DocumentName);
        using var document = await store.GetRangeAsync(key, ByteRange.FromOffset(0, MaxDocumentLength + 1), cancellationToken).ConfigureAwait(false)
            ?? throw new NodeNotFoundException(path.Value, $"no Zarr v3 node at /{path}: {key} does not exist in {store}");
        return document.Memory.Length <= MaxDocumentLength
            ? Locate(path, () => parse(document.Memory))
            : throw new InvalidMetadataException($"{key}: larger than {MaxDocumentLength:N0} bytes");
    }

    /// <summary>Adds the path of the node to what its metadata complains about.</summary>
    internal static T Locate<T>(StorePrefix path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (InvalidMetadataException error)
        {
            throw new InvalidMetadataException($"{path.Key(DocumentName)}: {error.Message}", error);
        }
        catch (UnsupportedFeatureException error)
        {
            throw new UnsupportedFeatureException(error.Feature, $"{path.Key(DocumentName)}: {error.Message}");
        }
    }

    /// <summary>Publishes a new node; missing groups above it first, so that no node is ever without its ancestors.</summary>
    internal static async Task CreateAsync(IWritableStore store, StorePrefix path, byte[] document, CancellationToken cancellationToken)
    {
        if (await store.GetLengthAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new NodeExistsException(path.Value, $"there is already a node at /{path}; delete it or choose another path");
        }

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

        if (!path.IsRoot)
        {
            await CreateAncestorsAsync(store, path.Parent, cancellationToken).ConfigureAwait(false);
        }

        await store.SetAsync(path.Key(DocumentName), new GroupMetadata().ToUtf8(), cancellationToken).ConfigureAwait(false);
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
