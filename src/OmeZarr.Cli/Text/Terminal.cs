namespace OmeZarr.Cli.Text;

/// <summary>The output of the program.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="IsInteractive">Whether <paramref name="Error"/> is an interactive terminal, which shows a progress bar.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive)
{
    /// <summary>Prints a result.</summary>
    internal void WriteResult(string text) => Out.WriteLine(Printable(text));

    /// <summary>Prints an error.</summary>
    internal void WriteError(string text) => Error.WriteLine(Printable(text));

    /// <summary>The text without control characters but line ends. Names in files may hold them, and a terminal would obey them.</summary>
    private static string Printable(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.Any(IsUnsafe) ? string.Concat(lines.Select(c => IsUnsafe(c) ? '\uFFFD' : c)) : lines;
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) && c != '\n';
}
