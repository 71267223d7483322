using System.Buffers;
using Zarr.Metadata;
using Zarr.Metadata.V2;
using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>The documents of a node.</summary>
/// <param name="Metadata">The metadata; that of Zarr v2 translated to v3.</param>
/// <param name="ZarrFormat">The format of the documents, 2 or 3.</param>
/// <param name="Document">Name of the document that holds the metadata.</param>
internal readonly record struct NodeContent<T>(T Metadata, int ZarrFormat, string Document);

/// <summary>Where a node is looked for.</summary>
/// <param name="Store">The store.</param>
/// <param name="Path">The path.</param>
/// <param name="ExpectsV2">Whether the documents of Zarr v2 are looked for first, because the group above is of v2.</param>
internal readonly record struct NodePlace(IStore Store, StorePrefix Path, bool ExpectsV2 = false);

/// <summary>
/// Reads the documents of nodes: <c>zarr.json</c> if there is one, else those of Zarr v2. If both formats are present, v3 counts, but below a group of v2 the documents of v2 are looked for first:
/// one hierarchy has one format, and each document that is missing costs a request.
/// </summary>
internal static class NodeReader
{
    internal static Task<NodeContent<ArrayMetadata>> ReadArrayAsync(NodePlace place, int maxLength, CancellationToken cancellationToken)
    {
        var parsers = new Parsers<ArrayMetadata>(ArrayMetadata.Parse, ArrayDocument.Name, (utf8, attributes) => ArrayDocument.Parse(utf8, attributes?.ToJsonObject() ?? []), GroupDocument.Name);
        return ReadAsync(place, parsers, maxLength, cancellationToken);
    }

    internal static Task<NodeContent<GroupMetadata>> ReadGroupAsync(NodePlace place, int maxLength, CancellationToken cancellationToken)
    {
        var parsers = new Parsers<GroupMetadata>(GroupMetadata.Parse, GroupDocument.Name, GroupDocument.Parse, ArrayDocument.Name);
        return ReadAsync(place, parsers, maxLength, cancellationToken);
    }

    /// <summary>Reads a group and the consolidated metadata that it holds. A document of Zarr v2 with such metadata is asked for together with the others.</summary>
    internal static async Task<(NodeContent<GroupMetadata> Node, ConsolidatedCopies? Copies)> ReadGroupWithCopiesAsync(NodePlace place, int maxLength, CancellationToken cancellationToken)
    {
        ConsolidatedCopies? copies = null;
        var parsers = new Parsers<GroupMetadata>(ParseV3, GroupDocument.Name, GroupDocument.Parse, ArrayDocument.Name) { Beside = ReadCopiesAsync };
        var node = await ReadAsync(place, parsers, maxLength, cancellationToken).ConfigureAwait(false);
        return (node, copies);

        GroupMetadata ParseV3(ReadOnlyMemory<byte> utf8)
        {
            copies = ConsolidatedCopies.OfV3(place.Path, utf8);
            return GroupMetadata.Parse(utf8);
        }

        async Task ReadCopiesAsync()
        {
            try
            {
                using var document = await place.Store.GetRangeAsync(
                    place.Path.Key(ConsolidatedCopies.V2Name), ByteRange.FromOffset(0, ConsolidatedCopies.LongestDocument + 1L), cancellationToken).ConfigureAwait(false);
                copies = document is null ? null : ConsolidatedCopies.OfV2(place.Path, document.Memory);
            }
            catch (Exception e) when (e is IOException or ZarrException)
            {
                // The documents of the arrays say the same.
            }
        }
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

    private static async Task<NodeContent<T>> ReadAsync<T>(NodePlace place, Parsers<T> parsers, int maxLength, CancellationToken cancellationToken)
    {
        var content = place.ExpectsV2
            ? await ReadV2Async(place, parsers, maxLength, cancellationToken).ConfigureAwait(false) ?? await ReadV3Async(place, parsers, maxLength, cancellationToken).ConfigureAwait(false)
            : await ReadV3Async(place, parsers, maxLength, cancellationToken).ConfigureAwait(false) ?? await ReadV2Async(place, parsers, maxLength, cancellationToken).ConfigureAwait(false);
        return content ?? throw await MissingAsync(place.Store, place.Path, parsers.V2Name, parsers.OtherV2Name, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<NodeContent<T>?> ReadV3Async<T>(NodePlace place, Parsers<T> parsers, int maxLength, CancellationToken cancellationToken)
    {
        using var document = await NodeDocuments.GetAsync(place.Store, place.Path.Key(NodeDocuments.DocumentName), maxLength, cancellationToken).ConfigureAwait(false);
        return document is null ? null : new NodeContent<T>(NodeDocuments.Locate(place.Path, () => parsers.V3(document.Memory)), 3, NodeDocuments.DocumentName);
    }

    private static async Task<NodeContent<T>?> ReadV2Async<T>(NodePlace place, Parsers<T> parsers, int maxLength, CancellationToken cancellationToken)
    {
        var (store, path) = (place.Store, place.Path);

        // Behind a network, the documents are asked for at the same time.
        var early = store is IRemoteStore ? GetAttributesAsync(place, maxLength, cancellationToken) : null;
        var beside = parsers.Beside?.Invoke() ?? Task.CompletedTask;
        try
        {
            using var document = await NodeDocuments.GetAsync(store, path.Key(parsers.V2Name), maxLength, cancellationToken).ConfigureAwait(false);
            if (document is null)
            {
                return null;
            }

            using var attributes = await (early ?? GetAttributesAsync(place, maxLength, cancellationToken)).ConfigureAwait(false);
            early = null;
            var parsed = attributes is null ? null : NodeDocuments.Locate(path, () => AttributesDocument.Parse(attributes.Memory), AttributesDocument.Name);
            return new NodeContent<T>(NodeDocuments.Locate(path, () => parsers.V2(document.Memory, parsed), parsers.V2Name), 2, parsers.V2Name);
        }
        finally
        {
            await DropAsync(early).ConfigureAwait(false);
            await beside.ConfigureAwait(false);
        }
    }

    private static Task<IMemoryOwner<byte>?> GetAttributesAsync(NodePlace place, int maxLength, CancellationToken cancellationToken) =>
        NodeDocuments.GetAsync(place.Store, place.Path.Key(AttributesDocument.Name), maxLength, cancellationToken).AsTask();

    /// <summary>Waits for a document that is not needed. Its errors do not matter: without the other document there is no node.</summary>
    private static async Task DropAsync(Task<IMemoryOwner<byte>?>? document)
    {
        if (document is not null)
        {
            await ((Task)document).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (document.IsCompletedSuccessfully)
            {
                (await document.ConfigureAwait(false))?.Dispose();
            }
        }
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
        Func<ReadOnlyMemory<byte>, T> V3, string V2Name, Func<ReadOnlyMemory<byte>, MetadataDocument?, T> V2, string OtherV2Name)
    {
        /// <summary>What is read together with the documents of Zarr v2; null for nothing.</summary>
        internal Func<Task>? Beside { get; init; }
    }
}
