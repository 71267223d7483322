using System.Text.Json;

namespace OmeZarr.Formats;

/// <summary>A document and the location of the metadata in it. Writing keeps everything around the metadata unchanged.</summary>
/// <param name="Document">The whole document.</param>
/// <param name="Form">The form of the document.</param>
/// <param name="Path">Member names from the root to the metadata.</param>
internal sealed record Envelope(JsonElement Document, OmeDocumentForm Form, ValueList<string> Path)
{
    private const string Attributes = "attributes";
    private const string Ome = "ome";

    /// <summary>Locates the metadata in a document, or explains why it is not an OME-Zarr document.</summary>
    public static (Envelope? Envelope, string Problem) Open(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            return (null, "is not a JSON object");
        }

        if (IsObject(document, Ome))
        {
            return (new Envelope(document, OmeDocumentForm.Attributes, [Ome]), string.Empty);
        }

        if (IsObject(document, Attributes) && IsObject(document.GetProperty(Attributes), Ome))
        {
            return OpenGroup(document);
        }

        return DocumentFormats.KindOf(document) is not null
            ? (new Envelope(document, OmeDocumentForm.Metadata, []), string.Empty)
            : (null, Explain(document));
    }

    /// <summary>The metadata.</summary>
    public JsonElement Metadata => Path.Aggregate(Document, (json, name) => json.GetProperty(name));

    /// <summary>The same document with a member of the metadata as its metadata.</summary>
    public Envelope Into(string name) => this with { Path = [.. Path, name] };

    /// <summary>Writes the document with new metadata.</summary>
    public void Write(Utf8JsonWriter json, Action<Utf8JsonWriter> metadata) => Write(json, Document, 0, metadata);

    private static (Envelope? Envelope, string Problem) OpenGroup(JsonElement document)
    {
        if (document.TryGetProperty("node_type", out var type) && !IsText(type, "group"))
        {
            return (null, "is the zarr.json of something else than a group; metadata belong to groups");
        }

        return document.TryGetProperty("zarr_format", out var format) && !IsNumber(format, 3)
            ? (null, "is of another Zarr format than 3; the key ome belongs to Zarr v3")
            : (new Envelope(document, OmeDocumentForm.Group, [Attributes, Ome]), string.Empty);
    }

    private static string Explain(JsonElement document)
    {
        var discriminators = string.Join(", ", DocumentFormats.Discriminators.Select(discriminator => discriminator.Member));
        return document.TryGetProperty("zarr_format", out _) || document.TryGetProperty(Attributes, out _)
            ? "is a zarr.json whose attributes have no object ome"
            : $"has neither ome nor any of {discriminators}";
    }

    private static bool IsObject(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Object;

    private static bool IsText(JsonElement json, string text) => json.ValueKind == JsonValueKind.String && json.ValueEquals(text);

    private static bool IsNumber(JsonElement json, double number) => json.ValueKind == JsonValueKind.Number && json.GetDouble() == number;

    private void Write(Utf8JsonWriter json, JsonElement part, int depth, Action<Utf8JsonWriter> metadata)
    {
        if (depth == Path.Count)
        {
            metadata(json);
            return;
        }

        json.WriteStartObject();
        foreach (var member in part.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            if (member.NameEquals(Path[depth]))
            {
                Write(json, member.Value, depth + 1, metadata);
            }
            else
            {
                member.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
