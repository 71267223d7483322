using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>What is wrong with a text that should be JSON, and at which byte.</summary>
internal sealed record JsonProblem(string RuleId, int Index, string Message);

/// <summary>Reads through JSON once and finds what the parser would find late, without a place, or not at all.</summary>
internal static class JsonScan
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonText.MaxDepth };

    /// <summary>The first fault: of syntax, of Unicode, or a repeated name; nothing if there is none.</summary>
    public static JsonProblem? FirstProblem(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                if (Check(ref reader, names) is { } repeated)
                {
                    var message = $"the member \"{repeated}\" is there twice";
                    return new JsonProblem(StructureRules.DuplicateMember, (int)reader.TokenStartIndex, message);
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

    /// <summary>A name that its object has already.</summary>
    private static string? Check(ref Utf8JsonReader reader, Stack<HashSet<string>> names)
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
                var name = Text(ref reader);
                return names.Peek().Add(name) ? null : name;
            case JsonTokenType.String:
                Text(ref reader);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The reader itself does not look into strings: taking one out is what finds broken Unicode.</summary>
    private static string Text(ref Utf8JsonReader reader) => reader.GetString() ?? string.Empty;

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
