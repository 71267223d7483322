namespace OmeZarr;

/// <summary>Makes messages that quote a document safe for terminals and logs.</summary>
internal static class FindingText
{
    private const int MaxLength = 300;

    /// <summary>Replaces control characters in a message, and truncates long messages.</summary>
    public static string Sanitize(string message)
    {
        var text = message.Length <= MaxLength ? message : string.Concat(message.AsSpan(0, MaxLength), "…");
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
    }
}
