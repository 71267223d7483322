using System.Globalization;
using Spectre.Console;

namespace OmeZarr.Cli.Reporting;

/// <summary>Shows how much is copied, on an interactive terminal. The whole is not known before the end.</summary>
internal static class CopyProgress
{
    internal static Task<StoreCopyReport> RunAsync(Terminal terminal, string title, Func<IProgress<StoreCopyProgress>?, Task<StoreCopyReport>> work) => !terminal.IsInteractive
        ? work(null)
        : TerminalConsole.On(terminal).Status().StartAsync(Markup.Escape(title), context => work(new Line(context, title)));

    private sealed class Line(StatusContext context, string title) : IProgress<StoreCopyProgress>
    {
        public void Report(StoreCopyProgress value) =>
            context.Status(Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Values} values, {ByteSize.Text(value.Bytes)}")));
    }
}
