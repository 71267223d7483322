using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Fixing.Documents;

/// <summary>The document of a node while it is changed.</summary>
internal sealed class NodeEdit
{
    private const string V3 = "zarr.json";
    private const string V2 = ".zattrs";
    private const string Copy = ".zmetadata";

    private readonly StoredDocument stored;
    private readonly JsonObject before;
    private bool dropsCopy;

    private NodeEdit(IWritableStore store, string path, string document, StoredDocument stored)
    {
        (Store, Path, Document, this.stored) = (store, path, document, stored);
        Root = Parse(stored.Key, stored.Utf8);
        before = Root.DeepClone().AsObject();
    }

    internal IWritableStore Store { get; }

    /// <summary>Path of the node.</summary>
    internal string Path { get; }

    /// <summary>Name of the document.</summary>
    internal string Document { get; }

    /// <summary>The document.</summary>
    internal JsonObject Root { get; }

    internal bool IsV3 => Document == V3;

    /// <summary>The attributes, in which the locations of findings begin; null if there are none.</summary>
    internal JsonObject? Attributes => IsV3 ? Root["attributes"] as JsonObject : Root;

    /// <summary>The OME-Zarr metadata; null if there are none.</summary>
    internal JsonObject? Ome => IsV3 ? Attributes?["ome"] as JsonObject ?? Attributes : Root;

    internal bool IsChanged => dropsCopy || Difference.Count > 0;

    internal IReadOnlyList<string> Difference => [.. JsonDifference.Of(before, Root), .. dropsCopy ? [$"- {Copy}"] : Array.Empty<string>()];

    /// <summary>Reads the document of a node; null if it has none.</summary>
    /// <exception cref="InvalidMetadataException">It is no JSON object, or too large.</exception>
    internal static async Task<NodeEdit?> OpenAsync(IWritableStore store, string path, CancellationToken cancellationToken)
    {
        var prefix = new StorePrefix(path);
        foreach (var name in (string[])[V3, V2])
        {
            if (await StoredDocument.ReadAsync(store, prefix.Key(name), OmeDocument.MaxLength, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                return new NodeEdit(store, path, name, stored);
            }
        }

        return null;
    }

    /// <summary>Whether the group keeps copies of the documents of other nodes.</summary>
    internal async Task<bool> HasCopyAsync(CancellationToken cancellationToken) =>
        Root.ContainsKey("consolidated_metadata") || (!IsV3 && await Store.GetLengthAsync(CopyKey, cancellationToken).ConfigureAwait(false) is not null);

    /// <summary>Drops the copies of the documents of other nodes.</summary>
    internal void DropCopy() => dropsCopy = !Root.Remove("consolidated_metadata");

    /// <summary>Stores the document, whole or not at all.</summary>
    /// <returns>Whether it was stored; false if another writer has changed it since it was read.</returns>
    internal async Task<bool> TrySaveAsync(CancellationToken cancellationToken)
    {
        if (dropsCopy)
        {
            await Store.DeleteAsync(CopyKey, cancellationToken).ConfigureAwait(false);
        }

        return JsonDifference.Of(before, Root).Count == 0 || await stored.TryReplaceAsync(Store, JsonTree.ToUtf8(Root), cancellationToken).ConfigureAwait(false);
    }

    private StoreKey CopyKey => new StorePrefix(Path).Key(Copy);

    private static JsonObject Parse(StoreKey key, ReadOnlySpan<byte> utf8)
    {
        try
        {
            utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
            var text = PythonJson.TryQuoteNonFinite(utf8, out var repaired) ? repaired : utf8;
            return JsonNode.Parse(text, null, new() { MaxDepth = OmeDocument.MaxDepth, AllowDuplicateProperties = false }) as JsonObject ?? throw new InvalidMetadataException($"{key}: is no JSON object");
        }
        catch (JsonException error)
        {
            throw new InvalidMetadataException($"{key}: is no JSON that can be changed: {error.Message}", error);
        }
    }
}
