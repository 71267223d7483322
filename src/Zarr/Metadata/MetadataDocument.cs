using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Zarr.Metadata;

/// <summary>The common part of the documents of arrays and groups: the JSON and the members of every node.</summary>
internal sealed class MetadataDocument
{
    /// <summary>Each name and value costs 12 bytes when it is parsed, however short it is: a few bytes of text for each are usual, a document of nothing but <c>[[],[],…</c> is not.</summary>
    private const int MaxTokens = 16 << 20;

    private readonly JsonElement root;

    private MetadataDocument(JsonElement root, IReadOnlyList<string> repeated) => (this.root, RepeatedAttributes) = (root, repeated);

    /// <summary>Paths of the attributes that are there twice, relative to the attributes; the last one counts.</summary>
    internal IReadOnlyList<string> RepeatedAttributes { get; }

    /// <summary>Parses a document whose member <c>attributes</c> belongs to the user.</summary>
    internal static MetadataDocument Parse(ReadOnlyMemory<byte> utf8) => Parse(utf8, isAttributes: false);

    /// <summary>Parses a document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="isAttributes">Whether the whole document belongs to the user.</param>
    internal static MetadataDocument Parse(ReadOnlyMemory<byte> utf8, bool isAttributes)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            throw new InvalidMetadataException("the document is not UTF-8 text");
        }

        var (root, repeated) = ParseLenient(utf8.Span, isAttributes);
        return root.ValueKind == JsonValueKind.Object
            ? new MetadataDocument(root, repeated)
            : throw new InvalidMetadataException($"the document is not a JSON object but {root.ValueKind}");
    }

    internal static void AddExtraMembers(JsonObject json, JsonObject extra)
    {
        foreach (var (name, value) in extra)
        {
            if (!json.TryAdd(name, value?.DeepClone()))
            {
                throw new InvalidMetadataException($"the extra member {name} is one that the specification defines");
            }
        }
    }

    internal void RequireFormat(int expected)
    {
        var format = Require("zarr_format");
        if (format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out var number) || number != expected)
        {
            throw new InvalidMetadataException($"zarr_format: expected {expected}, found {format.Excerpt()}");
        }
    }

    internal void RequireNode(string nodeType)
    {
        RequireFormat(3);
        var found = Require("node_type");
        if (found.ValueKind != JsonValueKind.String || found.GetString() != nodeType)
        {
            throw new InvalidMetadataException($"node_type: expected \"{nodeType}\", found {found.Excerpt()}");
        }
    }

    /// <summary>What kind of node this is; nothing else of the document is looked at.</summary>
    internal NodeKind Kind()
    {
        RequireFormat(3);
        var found = Require("node_type");
        return (found.ValueKind == JsonValueKind.String ? found.GetString() : null) switch
        {
            "array" => NodeKind.Array,
            "group" => NodeKind.Group,
            _ => throw new InvalidMetadataException($"node_type: expected \"array\" or \"group\", found {found.Excerpt()}"),
        };
    }

    internal JsonElement Require(string member) =>
        root.TryGetProperty(member, out var value) ? value : throw new InvalidMetadataException($"the member {member} is missing");

    internal JsonElement? Optional(string member) => root.TryGetProperty(member, out var value) ? value : null;

    internal JsonObject ToJsonObject() => ToJsonObject(root);

    internal JsonObject Attributes() => Optional("attributes") switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Object } json => ToJsonObject(json),
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

    private JsonObject ToJsonObject(JsonElement json) => RepeatedAttributes.Count == 0 ? JsonObject.Create(json)! : RepeatedMembers.KeepLast(json)!.AsObject();

    private static (JsonElement Root, IReadOnlyList<string> Repeated) ParseLenient(ReadOnlySpan<byte> utf8, bool isAttributes)
    {
        if (PythonJson.MayHoldMarks(utf8) && PythonJson.TryQuoteNonFinite(utf8, out var plain))
        {
            utf8 = plain;
        }

        try
        {
            return ParseStrict(utf8, isAttributes);
        }
        catch (JsonException strict)
        {
            // Python's json module writes bare NaN and Infinity; such files exist and must stay readable.
            if (!PythonJson.TryQuoteNonFinite(utf8, out var repaired))
            {
                throw NotJson(strict);
            }

            try
            {
                return ParseStrict(repaired, isAttributes);
            }
            catch (JsonException error)
            {
                throw NotJson(error);
            }
        }
    }

    private static InvalidMetadataException NotJson(JsonException error)
    {
        // The framework's message ends with a position counted from 0, but editors count from 1.
        var message = error.Message.Split(" LineNumber: ")[0];
        var place = error.LineNumber is null ? string.Empty : $" at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
        return new InvalidMetadataException($"not valid JSON{place}: {message}", error);
    }

    /// <summary>Parses JSON. What the specification defines may not be there twice; attributes may, because others read them all the same.</summary>
    private static (JsonElement Root, IReadOnlyList<string> Repeated) ParseStrict(ReadOnlySpan<byte> utf8, bool isAttributes)
    {
        RequireSound(utf8);
        var options = new JsonDocumentOptions { MaxDepth = JsonTree.MaxDepth, AllowDuplicateProperties = false };
        try
        {
            return (JsonElement.Parse(utf8, options), []);
        }
        catch (JsonException)
        {
            var root = JsonElement.Parse(utf8, options with { AllowDuplicateProperties = true });
            if (isAttributes)
            {
                return (root, RepeatedMembers.PathsIn(root));
            }

            if (root.ValueKind == JsonValueKind.Object && IsUnique(root) && root.TryGetProperty("attributes", out var attributes))
            {
                return (root, RepeatedMembers.PathsIn(attributes));
            }

            throw;
        }
    }

    /// <summary>Whether nothing but attributes is there twice.</summary>
    private static bool IsUnique(JsonElement root)
    {
        var names = new HashSet<string>();
        return root.EnumerateObject().All(member => names.Add(member.Name) && (member.NameEquals("attributes") || RepeatedMembers.PathsIn(member.Value).Count == 0));
    }

    /// <summary>Counts the tokens, and decodes every escaped string now: JSON elements decode their strings later, and then throw other exceptions.</summary>
    private static void RequireSound(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonTree.MaxDepth });
        for (var tokens = 0; reader.Read(); tokens++)
        {
            if (tokens == MaxTokens)
            {
                throw new InvalidMetadataException($"more than {MaxTokens:N0} names and values");
            }

            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                RequireUnicode(in reader);
            }
        }
    }

    private static void RequireUnicode(ref readonly Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidMetadataException($"the string at byte {reader.TokenStartIndex + 1} is not Unicode text (half of a surrogate pair)", error);
        }
    }
}
