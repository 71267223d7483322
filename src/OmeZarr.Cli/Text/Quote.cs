namespace OmeZarr.Cli.Text;

/// <summary>Quotes text of the user in messages.</summary>
internal static class Quote
{
    /// <summary>The text, in quotation marks if it is empty or has spaces.</summary>
    internal static string IfNeeded(string text) => text.Length == 0 || text.Any(char.IsWhiteSpace) ? $"\"{text}\"" : text;
}
