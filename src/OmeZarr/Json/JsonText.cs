using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace OmeZarr.Json;

/// <summary>JSON text and trees: conversions, numbers and hashes, all without reflection.</summary>
internal static class JsonText
{
    // Deep enough for any metadata, shallow enough for the stack.
    public const int MaxDepth = 128;

    /// <summary>The text that <paramref name="write"/> produces; letters such as µ stay as they are.</summary>
    public static string Write(bool indented, Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write, indented).WrittenSpan);

    /// <summary>The tree that <paramref name="write"/> produces. Numbers keep their text.</summary>
    public static JsonObject Tree(Action<Utf8JsonWriter> write)
    {
        return JsonNode.Parse(Bytes(write).WrittenSpan, documentOptions: new() { MaxDepth = MaxDepth })!.AsObject();
    }

    /// <summary>An immutable copy of a tree.</summary>
    /// <exception cref="JsonException">The tree is deeper than any metadata.</exception>
    /// <exception cref="ArgumentException">A number is NaN or infinite; the message says where.</exception>
    /// <exception cref="InvalidOperationException">A text is not valid Unicode, or the tree is far too deep.</exception>
    public static JsonElement ToElement(JsonNode node)
    {
        var utf8 = WriteFinite(node);
        if (PythonJson.MayHoldNonFinite(utf8.WrittenSpan))
        {
            utf8 = Bytes(json => JsonSpelling.WriteTo(json, node));
        }

        return JsonElement.Parse(utf8.WrittenSpan, new() { MaxDepth = MaxDepth });
    }

    private static ArrayBufferWriter<byte> WriteFinite(JsonNode node)
    {
        try
        {
            return Bytes(json => node.WriteTo(json));
        }
        catch (Exception error) when (error is ArgumentException or JsonException && JsonSpelling.FindNonFinite(node, string.Empty) is { } place)
        {
            throw new ArgumentException($"{place}: JSON has no NaN and no infinite numbers; leave the member out, or write the text \"NaN\", \"Infinity\" or \"-Infinity\"", error);
        }
    }

    /// <summary>
    /// The shortest text that reads back as the same number, always with a fraction or an exponent: <c>1.0</c>, <c>0.65</c>,
    /// <c>1E+22</c>.
    /// </summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new InvalidOperationException("JSON has no infinity and no NaN; validate the model before it is written");
        }

        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    /// <summary>A hash that is the same for members that are equal as JSON, whatever their order.</summary>
    public static int HashOf(IEnumerable<KeyValuePair<string, JsonElement>> members) =>
        members.Aggregate(0, (sum, m) => unchecked(sum + HashCode.Combine(m.Key, HashOf(m.Value))));

    private static int HashOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => HashOf(value.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value))),
        JsonValueKind.Array => value.EnumerateArray().Aggregate(1, (hash, item) => HashCode.Combine(hash, HashOf(item))),
        JsonValueKind.String => HashCode.Combine(value.GetString()),
        JsonValueKind.Number => HashCode.Combine(value.GetDouble()),
        _ => (int)value.ValueKind,
    };

    /// <summary>The text that <paramref name="write"/> produces, in UTF-8.</summary>
    public static ArrayBufferWriter<byte> Bytes(Action<Utf8JsonWriter> write, bool indented = false)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        write(json);
        return bytes; // complete once the writer is disposed
    }
}
