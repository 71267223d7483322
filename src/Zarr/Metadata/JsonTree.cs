using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>Writes JSON trees as documents. Values that were read are written back unchanged, including bare NaN and Infinity of other writers. A new number that JSON does not have is an error that names its location.</summary>
internal static class JsonTree
{
    internal const int MaxDepth = 256;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // µ stays µ; the file is not HTML
    };

    /// <exception cref="InvalidMetadataException">The tree is nested too deep.</exception>
    /// <exception cref="ArgumentException">A number is NaN or infinite; the message says where.</exception>
    internal static byte[] ToUtf8(JsonObject json)
    {
        try
        {
            var utf8 = Write(writer => json.WriteTo(writer));

            // Only a string can stand for a bare number, and few documents hold such strings.
            return PythonJson.MayHoldNonFinite(utf8) ? Write(writer => WriteNode(writer, json)) : utf8;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidMetadataException($"attributes and members can be nested {MaxDepth} levels deep, not more", error);
        }
        catch (Exception error) when (error is ArgumentException or JsonException && FindNonFinite(json, string.Empty) is { } place)
        {
            throw new ArgumentException($"{place}: JSON has no NaN and no infinite numbers; leave the member out, or write the text \"NaN\", \"Infinity\" or \"-Infinity\"", error);
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            write(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteNode(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    WriteNode(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    WriteNode(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteValue(writer, node.AsValue());
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonValue value)
    {
        var bare = value.TryGetValue<JsonElement>(out var json) ? PythonJson.Bare(JsonMarshal.GetRawUtf8Value(json)) : [];
        if (bare.IsEmpty)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(bare, skipInputValidation: true);
        }
    }

    /// <summary>Location of the first number that JSON cannot express; null if every number is valid.</summary>
    private static string? FindNonFinite(JsonNode? node, string at) => node switch
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
