using System.CommandLine;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Dividing;
using Zarr;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr finish PLAN</c> and <c>omezarr status PLAN</c>.</summary>
internal static class FinishCommand
{
    internal static Command CreateFinish(Terminal terminal)
    {
        var (file, json) = (FileArgument(), JsonOption());
        var command = new Command("finish", "Write the metadata of a planned conversion and publish its output, when all tasks are done. Otherwise list what is missing (exit code 1).") { file, json };
        command.SetAction((parsed, cancellationToken) => LoadedPlan.ListingAsync(terminal, () => FinishAsync(parsed.GetRequiredValue(file), parsed.GetValue(json), terminal, cancellationToken)));
        return command;
    }

    internal static Command CreateStatus(Terminal terminal)
    {
        var (file, json) = (FileArgument(), JsonOption());
        var command = new Command("status", "Show which tasks of a plan are done.") { file, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plan = LoadedPlan.Read(parsed.GetRequiredValue(file)).Division;
            var status = await plan.StatusAsync(cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(json) ? ToJson(plan, status) : ToText(plan, status));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<int> FinishAsync(string path, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var plan = LoadedPlan.Read(path);
        var status = await plan.Division.StatusAsync(cancellationToken).ConfigureAwait(false);
        if (status.Missing.Count > 0)
        {
            terminal.WriteResult(string.Join(Environment.NewLine, status.Missing.Select(task => $"wave {task.Wave}, task {task.Task}: {Counted.Of(task.MissingParts, "part")} of {task.Parts} missing")));
            return ExitCode.Findings; // before any input is opened, because that may be what is missing
        }

        if (status.IsFinished)
        {
            await plan.Division.FinishAsync((_, _) => Task.CompletedTask, null, cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(json ? JsonOutput.Text(new JsonObject { ["path"] = plan.Division.Destination, ["finished"] = true }) : $"{plan.Division.Destination} is finished already; nothing to do");
            return ExitCode.Success;
        }

        var summary = await DividedConversion.FinishAsync(plan.Request, plan.Division, cancellationToken).ConfigureAwait(false);
        foreach (var line in summary.FindingLines)
        {
            terminal.WriteError(line);
        }

        terminal.WriteResult(json ? summary.ToJson() : summary.ToString());
        return ExitCode.Success;
    }

    private static string ToText(ConversionPlan plan, ConversionStatus status) => status.IsFinished
        ? $"{plan.Destination} is finished"
        : string.Join(Environment.NewLine, status.Missing.Select(task => $"  wave {task.Wave}, task {task.Task}: {task.Parts - task.MissingParts} of {task.Parts} parts").Prepend($"{plan.Destination}: {status.PartsDone} of {status.Parts} parts are done"));

    private static string ToJson(ConversionPlan plan, ConversionStatus status) => JsonOutput.Text(new JsonObject
    {
        ["path"] = plan.Destination,
        ["finished"] = status.IsFinished,
        ["partsDone"] = status.PartsDone,
        ["parts"] = status.Parts,
        ["missing"] = JsonOutput.List(status.Missing.Select(task => new JsonObject { ["wave"] = task.Wave, ["task"] = task.Task, ["parts"] = task.Parts, ["missingParts"] = task.MissingParts })),
    });

    private static Argument<string> FileArgument() => new("PLAN") { Description = "The file that omezarr plan wrote." };

    private static Option<bool> JsonOption() => new("--json") { Description = "Print the result as JSON." };
}
