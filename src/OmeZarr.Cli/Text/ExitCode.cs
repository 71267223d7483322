namespace OmeZarr.Cli.Text;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>The command succeeded and found something that needs attention.</summary>
    internal const int Findings = 1;

    /// <summary>Wrong use, unreadable input or a failing disk.</summary>
    internal const int Failure = 2;

    /// <summary>The user stopped the command; shells use this code for Ctrl-C.</summary>
    internal const int Cancelled = 130;
}
