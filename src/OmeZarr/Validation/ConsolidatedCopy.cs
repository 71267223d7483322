using System.Text.Json;
using OmeZarr.Rules.Hierarchy;

namespace OmeZarr.Validating;

/// <summary>Consolidated metadata of a group: copies of the documents of the nodes below it. Thread-safe.</summary>
/// <remarks>Only what readers use is compared: writers of copies spell defaults out.</remarks>
internal sealed class ConsolidatedCopy
{
    private const int NamesInMessage = 5;
    private const int MostNoted = 1000;

    // Of documents of v3 and v2.
    private static readonly string[] Compared = ["node_type", "shape", "data_type", "dtype", "chunks", "chunk_grid", "attributes"];

    private readonly Lock gate = new();
    private readonly string path;
    private readonly Dictionary<string, JsonElement> copies;
    private readonly SortedSet<string> differing = new(PathOrder.Instance);
    private bool hasMore;

    private ConsolidatedCopy(string path, Dictionary<string, JsonElement> copies) => (this.path, this.copies) = (path, copies);

    /// <summary>The copies in a document; null if it has none that can be read.</summary>
    /// <param name="path">Path of the group.</param>
    /// <param name="document">The <c>zarr.json</c> or <c>.zmetadata</c>.</param>
    public static ConsolidatedCopy? Find(string path, ReadOnlySpan<byte> document)
    {
        if (Parse(document) is not { ValueKind: JsonValueKind.Object } json)
        {
            return null;
        }

        if (json.TryGetProperty("consolidated_metadata", out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            json = inner;
        }
        else if (!json.TryGetProperty("zarr_consolidated_format", out _))
        {
            return null;
        }

        try
        {
            return json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                ? new ConsolidatedCopy(path, metadata.EnumerateObject().ToDictionary(copy => copy.Name, copy => copy.Value))
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // A name is not Unicode text, so that it is none of a node.
        }
    }

    /// <summary>Compares the documents of a node below the group with their copies.</summary>
    public void Compare(string nodePath, StoredNode node)
    {
        var relative = path.Length == 0 ? nodePath : nodePath[(path.Length + 1)..];
        if (node.ZarrFormat == 3)
        {
            Compare(relative, relative, node.Document.Span);
            return;
        }

        Compare(relative, $"{relative}/{(node.Kind == Zarr.NodeKind.Array ? ".zarray" : ".zgroup")}", node.Document.Span);
        CompareAttributes(relative, $"{relative}/.zattrs", node.Attributes is { } attributes ? Parse(attributes.Span) : null);
    }

    /// <summary>Reports the differences.</summary>
    /// <param name="log">Takes the finding.</param>
    /// <param name="isComplete">Whether all nodes were found, so that copies of nodes that were not found are stale.</param>
    public void Report(NodeLog log, bool isComplete)
    {
        foreach (var name in isComplete ? copies.Keys : Enumerable.Empty<string>())
        {
            var node = Path.GetFileName(name) is ".zarray" or ".zgroup" or ".zattrs" ? name[..Math.Max(0, name.LastIndexOf('/'))] : name;
            if (node.Length > 0)
            {
                Note(node);
            }
        }

        if (differing.Count > 0)
        {
            log.Report(NodeRules.ConsolidatedStale, $"the copy differs from the documents of {(hasMore ? "more than " : string.Empty)}{Zarr.Counted.Of(differing.Count, "node")}: {string.Join(", ", differing.Take(NamesInMessage))}");
        }
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = OmeDocument.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null; // The check of the document reports it.
        }
    }

    private JsonElement? Take(string name)
    {
        lock (gate)
        {
            return copies.Remove(name, out var copy) ? copy : null;
        }
    }

    private void Compare(string node, string name, ReadOnlySpan<byte> document)
    {
        if (Parse(document) is { ValueKind: JsonValueKind.Object } json
            && (Take(name) is not { ValueKind: JsonValueKind.Object } copy || Compared.Any(member => !IsSame(json, copy, member))))
        {
            Note(node);
        }
    }

    private void CompareAttributes(string node, string name, JsonElement? attributes)
    {
        var (found, copied) = (NullIfEmpty(attributes), NullIfEmpty(Take(name)));
        if (found is null || copied is null ? found is not null || copied is not null : !JsonElement.DeepEquals(found.Value, copied.Value))
        {
            Note(node);
        }
    }

    private static bool IsSame(JsonElement json, JsonElement copy, string member)
    {
        var (found, copied) = (Find(json, member), Find(copy, member));
        return found is null || copied is null ? found is null && copied is null : JsonElement.DeepEquals(found.Value, copied.Value);
    }

    /// <summary>A member; null if it says nothing.</summary>
    private static JsonElement? Find(JsonElement json, string member) => json.TryGetProperty(member, out var value) ? NullIfEmpty(value) : null;

    private static JsonElement? NullIfEmpty(JsonElement? json) =>
        json is { ValueKind: not JsonValueKind.Null } value && !(value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 0) ? value : null;

    private void Note(string node)
    {
        lock (gate)
        {
            if (differing.Add(node) && differing.Count > MostNoted)
            {
                differing.Remove(differing.Max!);
                hasMore = true;
            }
        }
    }
}
