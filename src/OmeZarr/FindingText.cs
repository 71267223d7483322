namespace OmeZarr;

/// <summary>Makes messages that quote a document fit for a terminal or a log, whatever the document holds.</summary>
internal static class FindingText
{
    private const int MaxLength = 300;

    /// <summary>The message with control characters replaced, and cut if it is very long.</summary>
    public static string Clean(string message)
    {
        var text = message.Length <= MaxLength ? message : string.Concat(message.AsSpan(0, MaxLength), "…");
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
    }
}
