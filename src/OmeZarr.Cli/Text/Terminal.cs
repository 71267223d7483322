namespace OmeZarr.Cli.Text;

/// <summary>The output of the program.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="IsInteractive">Whether <paramref name="Error"/> is an interactive terminal, which shows a progress bar.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive);
