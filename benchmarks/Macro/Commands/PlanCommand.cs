using System.CommandLine;
using Macro.Plans;

namespace Macro.Commands;

internal static class PlanCommand
{
    internal static Command Create()
    {
        var work = new Option<string>("--work") { Description = "Folder for inputs and outputs; a few GB.", Required = true };
        var tasks = new Option<int>("--tasks") { Description = "Number of tasks.", DefaultValueFactory = _ => 100 };
        var parts = new Option<int>("--parts") { Description = "Parts of 1 GiB to measure of each terabyte.", DefaultValueFactory = _ => 3 };
        var tool = new Option<string>("--omezarr") { Description = "OmeZarr.Cli.dll, built in Release, or the native program. Default: that of this repository.", DefaultValueFactory = _ => Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "../../../../../src/OmeZarr.Cli/bin/Release/net10.0/OmeZarr.Cli.dll")) };
        var fresh = new Option<bool>("--fresh") { Description = "Measure only what fresh processes of the tool take." };
        var command = new Command("plan", "What conversions of a terabyte cost on many machines: plans them, measures parts and fresh processes, and simulates the rest.") { work, tasks, parts, tool, fresh, Options.Json() };
        command.SetAction((parsed, cancellationToken) =>
        {
            var benchmark = new PlanBenchmark(parsed.GetRequiredValue(work), parsed.GetRequiredValue(tool), parsed.GetValue(tasks), parsed.GetValue(parts));
            return parsed.GetValue(fresh) ? benchmark.StartAsync(cancellationToken) : benchmark.RunAsync(cancellationToken);
        });
        return command;
    }
}
