using System.CommandLine;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Dividing;
using Zarr;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr run PLAN</c>.</summary>
internal static class RunCommand
{
    internal static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("PLAN") { Description = "The file that omezarr plan wrote." };
        var task = new Option<string?>("--task") { HelpName = "N", Description = "The task, counted from 0. Without: the number that Slurm, Kubernetes, AWS Batch or LSF gives to this process." };
        var wave = new Option<string>("--wave") { HelpName = "N", Description = "The wave, counted from 0. Tasks of a wave need all tasks of the waves before it. Default: 0.", DefaultValueFactory = _ => "0" };
        var check = new Option<bool>("--check") { Description = "Write nothing: read what the task has stored, and compare it with its receipts." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("run", "Run one task of a plan. It may run again, or twice at the same time: what is done is not done again.") { file, task, wave, check, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plan = LoadedPlan.Read(parsed.GetRequiredValue(file));
            var place = new Place(plan, OptionValues.ParseCount("--wave", parsed.GetRequiredValue(wave), 0, int.MaxValue), TaskNumber.Of(parsed.GetValue(task), Environment.GetEnvironmentVariable));
            place.Require();
            return parsed.GetValue(check)
                ? await CheckAsync(place, parsed.GetValue(json), terminal, cancellationToken).ConfigureAwait(false)
                : await LoadedPlan.ListingAsync(terminal, () => RunAsync(place, parsed.GetValue(json), terminal, cancellationToken)).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(Place place, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var (plan, wave, task) = place;
        var isFinished = (await plan.Division.StatusAsync(cancellationToken).ConfigureAwait(false)).IsFinished;
        var written = isFinished ? 0 : await DividedConversion.RunAsync(plan.Request, plan.Division, wave, task, null, cancellationToken).ConfigureAwait(false);
        terminal.WriteResult(json
            ? JsonOutput.Text(new JsonObject { ["wave"] = wave, ["task"] = task, ["written"] = written, ["finished"] = isFinished })
            : isFinished ? $"{plan.Division.Destination} is finished already; nothing to do"
            : $"wave {wave}, task {task}: {(written == 0 ? "all parts were done" : $"{Counted.Of(written, "part")} written")}");
        return ExitCode.Success;
    }

    private static async Task<int> CheckAsync(Place place, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var (plan, wave, task) = place;
        var problems = await plan.Division.CheckAsync(wave, task, cancellationToken).ConfigureAwait(false);
        terminal.WriteResult(json
            ? JsonOutput.Text(new JsonObject { ["wave"] = wave, ["task"] = task, ["problems"] = JsonOutput.List(problems) })
            : problems.Count == 0 ? $"wave {wave}, task {task}: all parts are as their receipts say" : string.Join(Environment.NewLine, problems));
        return problems.Count == 0 ? ExitCode.Success : ExitCode.Findings;
    }

    private sealed record Place(LoadedPlan Plan, int Wave, int Task)
    {
        /// <exception cref="UsageException">The plan has no such task.</exception>
        internal void Require()
        {
            var waves = Plan.Division.Waves;
            if (Wave >= waves.Count || waves[Wave].Tasks == 0)
            {
                throw new UsageException($"--wave {Wave}: the plan has {waves.Count(wave => wave.Tasks > 0)} waves with tasks, counted from 0");
            }

            if (Task >= waves[Wave].Tasks)
            {
                throw new UsageException($"--task {Task}: wave {Wave} has {waves[Wave].Tasks} tasks, counted from 0");
            }
        }
    }
}
