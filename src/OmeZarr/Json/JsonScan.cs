using System.Text.Json;
using System.Text.Unicode;

namespace OmeZarr.Json;

/// <summary>What is wrong with a text that should be JSON, and at which byte.</summary>
internal sealed record JsonProblem(string RuleId, int Index, string Message);

/// <summary>Reads through JSON and finds what the parser would find late, without a place, or not at all.</summary>
internal static class JsonScan
{
    // Each name and value costs 12 bytes when it is parsed, however short it is: a few bytes of text for each are usual, a document of nothing but [[],[],… is not.
    private const int MaxTokens = 16 << 20;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    /// <summary>The first fault of syntax or of Unicode, or that there is too much; nothing if there is none.</summary>
    public static JsonProblem? FirstProblem(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var isUtf8 = Utf8.IsValid(utf8);
        try
        {
            for (var tokens = 0; reader.Read(); tokens++)
            {
                if (tokens == MaxTokens)
                {
                    return new JsonProblem(StructureRules.DocumentSize, (int)reader.TokenStartIndex, $"there are more than {MaxTokens:N0} names and values");
                }

                // The reader itself does not look into strings: taking one out is what finds broken Unicode.
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

    /// <summary>The first name that its object has already, in JSON that is sound otherwise. It remembers all names, so it is asked only if there is one.</summary>
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
                var name = reader.GetString() ?? string.Empty;
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

        return start + (int)(problem.BytePositionInLine ?? 0);
    }

    private static string MessageOf(JsonException problem) => problem.Message.Split(" LineNumber:")[0];
}
