using Spectre.Console;

namespace OmeZarr.Cli.Reporting;

/// <summary>Shows the progress of a conversion as a bar on an interactive terminal.</summary>
internal static class ProgressBar
{
    internal static Task<T> RunAsync<T>(Terminal terminal, string title, Func<IProgress<WriteProgress>?, Task<T>> work)
    {
        if (!terminal.IsInteractive)
        {
            return work(null);
        }

        return TerminalConsole.On(terminal).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask(Markup.Escape(title)))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value)
        {
            task.MaxValue = Math.Max(1, value.ChunksTotal);
            task.Value = value.ChunksWritten;
        }
    }
}
