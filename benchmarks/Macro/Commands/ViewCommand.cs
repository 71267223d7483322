using System.CommandLine;

namespace Macro.Commands;

internal static class ViewCommand
{
    internal static Command Create()
    {
        var program = new Option<string>("--program") { Description = "The program omezarr.", Required = true };
        var store = new Option<string>("--in") { Description = "Folder of an OME-Zarr image or plate.", Required = true };
        var repeat = Options.Repeat();
        var command = new Command("view", "Time omezarr view from its start to the first picture of an image or plate, and views that are painted again with other windows; each time in a new process.") { program, store, repeat, Options.Json() };
        command.SetAction((parsed, cancellationToken) => ViewBenchmark.RunAsync(parsed.GetRequiredValue(program), parsed.GetRequiredValue(store), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
