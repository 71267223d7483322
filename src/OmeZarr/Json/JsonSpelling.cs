using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace OmeZarr.Json;

/// <summary>
/// Copies JSON and keeps the spelling of strings. Python writes bare <c>NaN</c> and <c>Infinity</c>; the reader turns them into strings with one letter escaped
/// (<see cref="PythonJson"/>). A copy must keep the escape, because it makes the writer of the document write the number bare again.
/// </summary>
internal static class JsonSpelling
{
    /// <summary>Writes a value that comes from a document, with its spelling.</summary>
    internal static void WriteTo(Utf8JsonWriter json, JsonElement value)
    {
        if (!PythonJson.MayHoldMarks(JsonMarshal.GetRawUtf8Value(value)))
        {
            value.WriteTo(json);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    WriteTo(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteTo(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }

    /// <summary>Writes a tree. Values in it that come from a document keep their spelling.</summary>
    internal static void WriteTo(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case null:
                json.WriteNullValue();
                break;
            case JsonObject members:
                json.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    json.WritePropertyName(name);
                    WriteTo(json, value);
                }

                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteTo(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<JsonElement>(out var read):
                WriteTo(json, read);
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }

    /// <summary>The path of the first number that is NaN or infinite; null if there is none.</summary>
    internal static string? FindNonFinite(JsonNode? node, string at) => node switch
    {
        JsonObject members => members.Select(member => FindNonFinite(member.Value, at.Length == 0 ? member.Key : $"{at}.{member.Key}")).FirstOrDefault(place => place is not null),
        JsonArray items => items.Select((item, i) => FindNonFinite(item, $"{at}[{i}]")).FirstOrDefault(place => place is not null),
        JsonValue value when IsNonFinite(value) => at,
        _ => null,
    };

    private static bool IsNonFinite(JsonValue value) =>
        (value.TryGetValue<double>(out var number) && !double.IsFinite(number))
        || (value.TryGetValue<float>(out var single) && !float.IsFinite(single))
        || (value.TryGetValue<Half>(out var half) && !Half.IsFinite(half));
}
