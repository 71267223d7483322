using System.CommandLine;
using System.Globalization;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr clean PATH</c>.</summary>
internal static class CleanCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var path = new Argument<string>("PATH") { Description = "A store, whether it is there or only what was left of it, or a folder with any number of stores." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, only say what would be done." };
        var force = new Option<bool>("--force")
        {
            Description = "Also remove what a program on another machine or before the last boot has left, and the parts of planned conversions that are not finished. Only when no such program is at work: it cannot be seen from here.",
        };
        var age = new Option<string>("--age")
        {
            HelpName = "HOURS",
            Description = "How old the unfinished file of a chunk or document must be, or what a task of a plan wrote last. Default: 24.",
            DefaultValueFactory = _ => "24",
        };
        var json = new Option<bool>("--json") { Description = "Print the same as JSON." };
        var command = new Command("clean", "Remove what programs have left that were killed while they wrote, and put back what they had set aside.") { path, dryRun, force, age, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isTrial = parsed.GetValue(dryRun);
            var location = Locations.Parse(parsed.GetRequiredValue(path), connection.Read(parsed));
            RecoveryReport.WriteHint(location, terminal);
            var leftovers = await OmeWriter.CleanAsync(location, isTrial, parsed.GetValue(force), HoursOf(parsed.GetRequiredValue(age)), cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(json) ? CleanReport.ToJson(leftovers) : CleanReport.ToText(leftovers, isTrial));
            return CleanReport.IsClean(leftovers) ? ExitCode.Success : ExitCode.Findings;
        });
        return command;
    }

    private static TimeSpan HoursOf(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours <= TimeSpan.MaxValue.TotalHours / 2
            ? TimeSpan.FromHours(hours)
            : throw new UsageException($"--age {Quote.IfNeeded(text)}: give a number of hours, such as 24 or 0.5");
}
