using OmeZarr.Cli.Reporting;
using Spectre.Console;

namespace OmeZarr.Cli.Validating;

/// <summary>Says on an interactive terminal how far a validation is.</summary>
internal static class ValidationStatus
{
    internal static Task<T> RunAsync<T>(Terminal terminal, Func<Func<string, IProgress<ValidationProgress>?>, Task<T>> work)
    {
        if (!terminal.IsInteractive)
        {
            return work(_ => null);
        }

        return TerminalConsole.On(terminal).Status().StartAsync("…", context => work(path => new Line(context, path)));
    }

    private sealed class Line(StatusContext context, string path) : IProgress<ValidationProgress>
    {
        public void Report(ValidationProgress value) =>
            context.Status(Markup.Escape($"{path}   {value.NodesChecked:N0} nodes{(value.ChunksChecked > 0 ? $", {value.ChunksChecked:N0} chunks, {ByteSize.Text(value.BytesChecked)}" : string.Empty)}"));
    }
}
