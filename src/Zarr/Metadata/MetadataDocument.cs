using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>What the <c>zarr.json</c> of arrays and of groups have in common: the JSON itself and the members of every node.</summary>
internal sealed class MetadataDocument
{
    private const int MaxDepth = 256;

    private static readonly JsonSerializerOptions WriteOptions = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // µ stays µ; the file is not HTML
    };

    private readonly JsonElement root;

    private MetadataDocument(JsonElement root) => this.root = root;

    internal static MetadataDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        var root = ParseLenient(utf8);
        return root.ValueKind == JsonValueKind.Object
            ? new MetadataDocument(root)
            : throw new InvalidMetadataException($"the document is not a JSON object but {root.ValueKind}");
    }

    internal static byte[] ToUtf8(JsonObject json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString(WriteOptions));

    internal static void AddExtraMembers(JsonObject json, JsonObject extra)
    {
        foreach (var (name, value) in extra)
        {
            json[name] = value?.DeepClone();
        }
    }

    internal void RequireNode(string nodeType)
    {
        var format = Require("zarr_format");
        if (format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out var number) || number != 3)
        {
            throw new InvalidMetadataException($"zarr_format: expected 3, found {format.GetRawText()}");
        }

        var found = Require("node_type");
        if (found.ValueKind != JsonValueKind.String || found.GetString() != nodeType)
        {
            throw new InvalidMetadataException($"node_type: expected \"{nodeType}\", found {found.GetRawText()}");
        }
    }

    internal JsonElement Require(string member) =>
        root.TryGetProperty(member, out var value) ? value : throw new InvalidMetadataException($"the member {member} is missing");

    internal JsonElement? Optional(string member) => root.TryGetProperty(member, out var value) ? value : null;

    internal JsonObject Attributes() => Optional("attributes") switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } json => JsonObject.Create(json) ?? [],
        { } other => throw new InvalidMetadataException($"attributes: expected an object, found {other.ValueKind}"),
    };

    /// <summary>Members beyond the known ones: kept if they allow it, an error otherwise (section "Extension points", must_understand).</summary>
    internal JsonObject ExtraMembers(params ReadOnlySpan<string> known)
    {
        var extra = new JsonObject();
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name is "zarr_format" or "node_type" or "attributes" || known.Contains(member.Name))
            {
                continue;
            }

            var optional = member.Value.ValueKind == JsonValueKind.Object
                && member.Value.TryGetProperty("must_understand", out var must) && must.ValueKind == JsonValueKind.False;
            if (!optional)
            {
                throw new UnsupportedFeatureException(member.Name, $"the member {member.Name} is unknown and does not say \"must_understand\": false");
            }

            extra[member.Name] = JsonObject.Create(member.Value);
        }

        return extra;
    }

    private static JsonElement ParseLenient(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return ParseStrict(utf8);
        }
        catch (JsonException strict)
        {
            // Python's json module writes bare NaN and Infinity; such files exist and must stay readable.
            if (!PythonJson.TryQuoteNonFinite(utf8.Span, out var repaired))
            {
                throw NotJson(strict);
            }

            try
            {
                return ParseStrict(repaired);
            }
            catch (JsonException error)
            {
                throw NotJson(error);
            }
        }
    }

    private static InvalidMetadataException NotJson(JsonException error) =>
        new($"not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message}", error);

    private static JsonElement ParseStrict(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }
}
