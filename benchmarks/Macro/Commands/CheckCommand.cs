using System.CommandLine;

namespace Macro.Commands;

internal static class CheckCommand
{
    internal static Command Create()
    {
        var store = new Option<string>("--in") { Description = "Folder of an OME-Zarr image with one level.", Required = true };
        var threads = Options.Threads();
        var repeat = Options.Repeat();
        var command = new Command("check", "Time in turns the reading of an image, the check of its chunks, and the validation with all data.") { store, threads, repeat, Options.Json() };
        command.SetAction((parsed, cancellationToken) =>
            CheckBenchmark.RunAsync(parsed.GetRequiredValue(store), parsed.GetValue(threads), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
