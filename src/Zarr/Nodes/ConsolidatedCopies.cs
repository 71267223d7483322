using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr.Metadata;
using Zarr.Metadata.V2;
using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>
/// Copies of the documents of arrays, which other writers keep in a document of a group above: <c>consolidated_metadata</c> of Zarr v3, <c>.zmetadata</c> of Zarr v2. They save requests, but may be stale. So an array that is
/// opened with one is compared with its own document while its first chunk is read, and before anything is written (<see cref="CopyCheck"/>). As soon as one copy proves stale, none is used any more.
/// </summary>
/// <param name="root">Path of the group that holds the copies.</param>
/// <param name="zarrFormat">The format of the documents, 2 or 3.</param>
/// <param name="documents">The documents by their names relative to the group.</param>
internal sealed class ConsolidatedCopies(StorePrefix root, int zarrFormat, IReadOnlyDictionary<string, byte[]> documents)
{
    /// <summary>Name of the document of Zarr v2.</summary>
    internal const string V2Name = ".zmetadata";

    /// <summary>The longest document of which copies are used. Longer ones describe whole plates, and cost more than they save.</summary>
    internal const int LongestDocument = 256 << 10;

    private volatile bool isStale;

    /// <summary>No copy is used any more.</summary>
    internal void Drop() => isStale = true;

    /// <summary>The copies in the document of a group of Zarr v3; null if there are none.</summary>
    internal static ConsolidatedCopies? OfV3(StorePrefix group, ReadOnlyMemory<byte> utf8) =>
        utf8.Length <= LongestDocument && utf8.Span.IndexOf("\"consolidated_metadata\""u8) >= 0 ? Of(group, 3, utf8, "consolidated_metadata") : null;

    /// <summary>The copies in a <c>.zmetadata</c>; null if it has none.</summary>
    internal static ConsolidatedCopies? OfV2(StorePrefix group, ReadOnlyMemory<byte> utf8) => utf8.Length <= LongestDocument ? Of(group, 2, utf8, null) : null;

    /// <summary>The copy of an array's metadata; null if there is none that can be used.</summary>
    internal NodeContent<ArrayMetadata>? Find(StorePrefix array)
    {
        if (isStale || (!root.IsRoot && !array.Value.StartsWith($"{root}/", StringComparison.Ordinal)))
        {
            return null;
        }

        var path = root.IsRoot ? array.Value : array.Value[(root.Value.Length + 1)..];
        try
        {
            return zarrFormat == 2 ? FindV2(path) : documents.TryGetValue(path, out var utf8) ? new NodeContent<ArrayMetadata>(ArrayMetadata.Parse(utf8), 3, NodeDocuments.DocumentName) : null;
        }
        catch (ZarrException)
        {
            return null; // the array's own document says what is wrong
        }
    }

    private NodeContent<ArrayMetadata>? FindV2(string path)
    {
        if (!documents.TryGetValue($"{path}/{ArrayDocument.Name}", out var utf8))
        {
            return null;
        }

        var attributes = documents.TryGetValue($"{path}/{AttributesDocument.Name}", out var other) ? AttributesDocument.Parse(other).ToJsonObject() : new JsonObject();
        return new NodeContent<ArrayMetadata>(ArrayDocument.Parse(utf8, attributes), 2, ArrayDocument.Name);
    }

    private static ConsolidatedCopies? Of(StorePrefix group, int zarrFormat, ReadOnlyMemory<byte> utf8, string? member)
    {
        try
        {
            var document = MetadataDocument.Parse(utf8);
            var holder = member is null ? document.Optional("metadata") : Member(document.Optional(member), "metadata");
            if (holder is not { ValueKind: JsonValueKind.Object } copies)
            {
                return null;
            }

            var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var copy in copies.EnumerateObject())
            {
                documents[copy.Name] = Encoding.UTF8.GetBytes(copy.Value.GetRawText()); // of two with one name, the last counts
            }

            return new ConsolidatedCopies(group, zarrFormat, documents);
        }
        catch (ZarrException)
        {
            return null; // what a group needs of its document is judged where that is read
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) => element is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) ? value : null;
}
