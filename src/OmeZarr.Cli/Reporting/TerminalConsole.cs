using Spectre.Console;

namespace OmeZarr.Cli.Reporting;

/// <summary>The interactive terminal on standard error.</summary>
internal static class TerminalConsole
{
    internal static IAnsiConsole On(Terminal terminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(terminal.Error),
        Interactive = InteractionSupport.Yes, // the default tests standard output, which may be a file
    });
}
