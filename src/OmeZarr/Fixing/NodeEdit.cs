using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Fixing;

/// <summary>The document of a node while it is changed.</summary>
internal sealed class NodeEdit
{
    private const string V3 = "zarr.json";
    private const string V2 = ".zattrs";
    private const string Copy = ".zmetadata";

    private readonly JsonObject before;

    private NodeEdit(IWritableStore store, string path, string document, JsonObject root) =>
        (Store, Path, Document, Root, before) = (store, path, document, root, root.DeepClone().AsObject());

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

    /// <summary>Whether the file with copies of metadata of v2 is deleted.</summary>
    internal bool DropsCopy { get; set; }

    internal bool IsChanged => DropsCopy || Difference.Count > 0;

    internal IReadOnlyList<string> Difference => [.. JsonDifference.Of(before, Root), .. DropsCopy ? [$"- {Copy}"] : Array.Empty<string>()];

    /// <summary>Reads the document of a node; null if it has none.</summary>
    /// <exception cref="InvalidMetadataException">It is no JSON object, or too large.</exception>
    internal static async Task<NodeEdit?> OpenAsync(IWritableStore store, string path, CancellationToken cancellationToken)
    {
        var prefix = new StorePrefix(path);
        foreach (var name in (string[])[V3, V2])
        {
            using var content = await store.GetRangeAsync(prefix.Key(name), ByteRange.FromOffset(0, OmeDocument.MaxLength + 1L), cancellationToken).ConfigureAwait(false);
            if (content is not null)
            {
                return new NodeEdit(store, path, name, Parse(prefix.Key(name), content.Memory.Span));
            }
        }

        return null;
    }

    /// <summary>Stores the document, whole or not at all.</summary>
    internal async Task SaveAsync(CancellationToken cancellationToken)
    {
        var prefix = new StorePrefix(Path);
        if (DropsCopy)
        {
            await Store.DeleteAsync(prefix.Key(Copy), cancellationToken).ConfigureAwait(false);
        }

        if (JsonDifference.Of(before, Root).Count > 0)
        {
            await Store.SetAsync(prefix.Key(Document), JsonTree.ToUtf8(Root), cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonObject Parse(StoreKey key, ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (utf8.Length > OmeDocument.MaxLength)
            {
                throw new InvalidMetadataException($"{key}: is larger than {OmeDocument.MaxLength:N0} bytes");
            }

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
