using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmeZarr.Writing.Dividing;

/// <summary>Reads the documents of plans and receipts, which others may have changed.</summary>
internal static class DivisionJson
{
    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    internal static JsonObject Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8) as JsonObject ?? throw Damaged("document");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"this is no JSON: {e.Message}", e);
        }
    }

    internal static string Text(JsonObject json, string name) => Text(json[name], name);

    internal static string Text(JsonNode? node, string name) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Damaged(name);

    internal static bool Flag(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Damaged(name);

    internal static long Integer(JsonObject json, string name) => Integer(json[name], name);

    internal static long Integer(JsonNode? node, string name) => node is JsonValue value && value.TryGetValue<long>(out var number) && number >= 0 ? number : throw Damaged(name);

    internal static JsonArray List(JsonObject json, string name) => json[name] as JsonArray ?? throw Damaged(name);

    internal static JsonObject Object(JsonNode? node, string name) => node as JsonObject ?? throw Damaged(name);

    internal static InvalidDataException Damaged(string name) => new($"the document is damaged: \"{name}\" is missing or is something else than expected");
}
