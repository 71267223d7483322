using Zarr.Metadata;
using Zarr.Metadata.V2;
using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>The documents of a node.</summary>
/// <param name="Metadata">The metadata; that of Zarr v2 translated to v3.</param>
/// <param name="ZarrFormat">The format of the documents, 2 or 3.</param>
/// <param name="Document">Name of the document that holds the metadata.</param>
internal readonly record struct NodeContent<T>(T Metadata, int ZarrFormat, string Document);

/// <summary>
/// Reads the documents of nodes: <c>zarr.json</c> if there is one, else those of Zarr v2. If both formats are present, v3 counts.
/// </summary>
internal static class NodeReader
{
    internal static Task<NodeContent<ArrayMetadata>> ReadArrayAsync(IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        var parsers = new Parsers<ArrayMetadata>(ArrayMetadata.Parse, ArrayDocument.Name, (utf8, attributes) => ArrayDocument.Parse(utf8, attributes?.ToJsonObject() ?? []), GroupDocument.Name);
        return ReadAsync(store, path, parsers, maxLength, cancellationToken);
    }

    internal static Task<NodeContent<GroupMetadata>> ReadGroupAsync(IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        var parsers = new Parsers<GroupMetadata>(GroupMetadata.Parse, GroupDocument.Name, GroupDocument.Parse, ArrayDocument.Name);
        return ReadAsync(store, path, parsers, maxLength, cancellationToken);
    }

    /// <summary>The kind of the node at a path, array or group; null if there is no node.</summary>
    internal static async ValueTask<NodeKind?> KindAsync(IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        using var document = await NodeDocuments.GetAsync(store, path.Key(NodeDocuments.DocumentName), maxLength, cancellationToken).ConfigureAwait(false);
        if (document is not null)
        {
            return NodeDocuments.Locate(path, () => MetadataDocument.Parse(document.Memory).Kind());
        }

        return await ExistsAsync(ArrayDocument.Name).ConfigureAwait(false) ? NodeKind.Array
            : await ExistsAsync(GroupDocument.Name).ConfigureAwait(false) ? NodeKind.Group
            : null;

        async ValueTask<bool> ExistsAsync(string name) => await store.GetLengthAsync(path.Key(name), cancellationToken).ConfigureAwait(false) is not null;
    }

    private static async Task<NodeContent<T>> ReadAsync<T>(
        IStore store, StorePrefix path, Parsers<T> parsers, int maxLength, CancellationToken cancellationToken)
    {
        using var document = await NodeDocuments.GetAsync(store, path.Key(NodeDocuments.DocumentName), maxLength, cancellationToken).ConfigureAwait(false);
        if (document is not null)
        {
            var metadata = NodeDocuments.Locate(path, () => parsers.V3(document.Memory));
            return new NodeContent<T>(metadata, 3, NodeDocuments.DocumentName);
        }

        using var old = await NodeDocuments.GetAsync(store, path.Key(parsers.V2Name), maxLength, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(store, path, parsers.V2Name, parsers.OtherV2Name, cancellationToken).ConfigureAwait(false);
        var attributes = await ReadAttributesAsync(store, path, maxLength, cancellationToken).ConfigureAwait(false);
        return new NodeContent<T>(NodeDocuments.Locate(path, () => parsers.V2(old.Memory, attributes), parsers.V2Name), 2, parsers.V2Name);
    }

    private static async Task<MetadataDocument?> ReadAttributesAsync(
        IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        using var document = await NodeDocuments.GetAsync(store, path.Key(AttributesDocument.Name), maxLength, cancellationToken).ConfigureAwait(false);
        return document is null ? null : NodeDocuments.Locate(path, () => AttributesDocument.Parse(document.Memory), AttributesDocument.Name);
    }

    private static async Task<ZarrException> MissingAsync(
        IStore store, StorePrefix path, string wanted, string other, CancellationToken cancellationToken)
    {
        var isOther = await store.GetLengthAsync(path.Key(other), cancellationToken).ConfigureAwait(false) is not null;
        return isOther
            ? new InvalidMetadataException($"{path.Key(other)}: expected {wanted}, found {other}")
            : new NodeNotFoundException(
                path.Value, $"no Zarr node at /{path}: neither {path.Key(NodeDocuments.DocumentName)} nor {path.Key(wanted)} exists in {store}");
    }

    /// <summary>How one kind of node is read in both formats.</summary>
    private sealed record Parsers<T>(
        Func<ReadOnlyMemory<byte>, T> V3, string V2Name, Func<ReadOnlyMemory<byte>, MetadataDocument?, T> V2, string OtherV2Name);
}
