namespace OmeZarr.Cli.Text;

/// <summary>Where the program writes.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="IsInteractive">Whether a person is watching <paramref name="Error"/>, so that a progress bar makes sense.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsInteractive);
