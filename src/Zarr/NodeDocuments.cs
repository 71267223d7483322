using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr;

/// <summary>Finds, reads, creates and deletes the <c>zarr.json</c> of nodes.</summary>
internal static class NodeDocuments
{
    internal const string DocumentName = "zarr.json";

    /// <summary>A zarr.json beyond this is not metadata.</summary>
    private const long MaxDocumentLength = 64 << 20;

    internal static async Task<T> ReadAsync<T>(IStore store, StorePrefix path, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
        where T : notnull
    {
        var (found, node) = await TryReadAsync(store, path, parse, cancellationToken).ConfigureAwait(false);
        return found
            ? node!
            : throw new NodeNotFoundException(path.Value, $"no Zarr v3 node at /{path}: {path.Key(DocumentName)} does not exist in {store}");
    }

    /// <summary>Whether the node at a path is an array or a group; null if there is none.</summary>
    internal static async Task<NodeKind?> KindAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        var (found, kind) = await TryReadAsync(store, path, utf8 => MetadataDocument.Parse(utf8).Kind(), cancellationToken).ConfigureAwait(false);
        return found ? kind : null;
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

    /// <summary>The store if it can be written.</summary>
    internal static IWritableStore RequireWritable(IStore store) =>
        store as IWritableStore ?? throw new NotSupportedException($"{store.GetType().Name} is read-only");

    internal static async Task RequireAbsentAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        if (await store.GetLengthAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Exists(path);
        }
    }

    /// <summary>Publishes a new node; missing groups above it first, so that no node is ever without its ancestors.</summary>
    internal static async Task CreateAsync(IWritableStore store, StorePrefix path, byte[] document, CancellationToken cancellationToken)
    {
        await RequireAbsentAsync(store, path, cancellationToken).ConfigureAwait(false);
        if (!path.IsRoot)
        {
            await CreateAncestorsAsync(store, path.Parent, cancellationToken).ConfigureAwait(false);
            await ConsolidatedMetadata.DropAboveAsync(store, path, cancellationToken).ConfigureAwait(false);
        }

        if (!await TryPublishAsync(store, path, document, cancellationToken).ConfigureAwait(false))
        {
            throw Exists(path);
        }
    }

    /// <summary>Publishes another document for a node that is there.</summary>
    internal static async Task ReplaceAsync(IWritableStore store, StorePrefix path, byte[] document, CancellationToken cancellationToken)
    {
        await ConsolidatedMetadata.DropAboveAsync(store, path, cancellationToken).ConfigureAwait(false);
        await store.SetAsync(path.Key(DocumentName), document, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the document, so that there is no node any more, then everything below the path.</summary>
    internal static async Task DeleteAsync(IWritableStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        NodeName.RequireValidPath(path.Value);
        await ConsolidatedMetadata.DropAboveAsync(store, path, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false);
        await store.DeletePrefixAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(bool Found, T? Node)> TryReadAsync<T>(
        IStore store, StorePrefix path, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
    {
        var key = path.Key(DocumentName);
        using var document = await store.GetRangeAsync(key, ByteRange.FromOffset(0, MaxDocumentLength + 1), cancellationToken).ConfigureAwait(false);
        return document switch
        {
            null => (false, default),
            { Memory.Length: <= (int)MaxDocumentLength } => (true, Locate(path, () => parse(document.Memory))),
            _ => throw new InvalidMetadataException($"{key}: larger than {MaxDocumentLength:N0} bytes"),
        };
    }

    private static NodeExistsException Exists(StorePrefix path) =>
        new(path.Value, $"there is already a node at /{path}; delete it or choose another path");

    private static async Task CreateAncestorsAsync(IWritableStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        while (!await IsGroupAsync(store, path, cancellationToken).ConfigureAwait(false))
        {
            if (!path.IsRoot)
            {
                await CreateAncestorsAsync(store, path.Parent, cancellationToken).ConfigureAwait(false);
            }

            if (await TryPublishAsync(store, path, new GroupMetadata().ToUtf8(), cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            // Somebody created a node here meanwhile: look what it is.
        }
    }

    /// <summary>Whether there is a group; false if there is nothing.</summary>
    private static async Task<bool> IsGroupAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        using var existing = await store.GetAsync(path.Key(DocumentName), cancellationToken).ConfigureAwait(false);
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
