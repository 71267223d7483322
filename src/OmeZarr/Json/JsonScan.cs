using System.Text.Json;
using System.Text.Unicode;

namespace OmeZarr.Json;

/// <summary>A fault of a JSON text, and the index of its byte.</summary>
internal sealed record JsonProblem(string RuleId, int Index, string Message);

/// <summary>Finds faults of JSON that the parser reports late, without a location or not at all.</summary>
internal static class JsonScan
{
    // The parser needs 12 bytes for each name and value. A text of many tiny ones, such as [[],[],…, would take several times its length.
    private const int MaxTokens = 16 << 20;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    /// <summary>The first fault of syntax or of Unicode, or the excess of names and values; null if there is no fault.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxTokens">The most names, values and ends of objects and lists.</param>
    public static JsonProblem? FirstProblem(ReadOnlySpan<byte> utf8, int maxTokens = MaxTokens)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var isUtf8 = Utf8.IsValid(utf8);
        try
        {
            for (var tokens = 0; reader.Read(); tokens++)
            {
                if (tokens == maxTokens)
                {
                    return new JsonProblem(StructureRules.DocumentSize, (int)reader.TokenStartIndex, $"there are more than {maxTokens:N0} names and values");
                }

                // The reader does not validate strings. Decoding one finds broken Unicode.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && (reader.ValueIsEscaped || !isUtf8))
                {
                    reader.GetString();
                }
            }

            return null;
        }
        catch (JsonException e)
        {
            return new JsonProblem(StructureRules.JsonInvalid, IndexOf(utf8, e), MessageOf(e));
        }
        catch (InvalidOperationException)
        {
            return new JsonProblem(StructureRules.JsonInvalid, (int)reader.TokenStartIndex, "the text is not valid Unicode");
        }
    }

    /// <summary>The first name that occurs twice in its object; null if there is none. The JSON must be sound otherwise. Slow, because it keeps all names.</summary>
    public static JsonProblem? FirstRepeatedName(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (RepeatedName(ref reader, names) is { } repeated)
            {
                return new JsonProblem(StructureRules.DuplicateMember, (int)reader.TokenStartIndex, $"the member \"{repeated}\" is there twice");
            }
        }

        return null;
    }

    private static string? RepeatedName(ref Utf8JsonReader reader, Stack<HashSet<string>> names)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                names.Push([]);
                return null;
            case JsonTokenType.EndObject:
                names.Pop();
                return null;
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                return names.Peek().Add(name) ? null : name;
            default:
                return null;
        }
    }

    private static int IndexOf(ReadOnlySpan<byte> utf8, JsonException problem)
    {
        var start = 0;
        for (var line = 0L; line < problem.LineNumber; line++)
        {
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        }

        return start + (int)problem.BytePositionInLine.GetValueOrDefault();
    }

    private static string MessageOf(JsonException problem) => problem.Message.Split(" LineNumber:")[0];
}
