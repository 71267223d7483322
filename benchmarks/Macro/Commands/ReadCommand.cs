using System.CommandLine;

namespace Macro.Commands;

internal static class ReadCommand
{
    internal static Command Create()
    {
        var store = new Option<string>("--in") { Description = "Folder of an OME-Zarr image; its array 0 is read.", Required = true };
        var threads = Options.Threads();
        var repeat = Options.Repeat();
        var seconds = Repetition.SecondsOption(0);
        var command = new Command("read", "Time the reading of a whole OME-Zarr image.") { store, threads, repeat, seconds, Options.Json() };
        command.SetAction((parsed, cancellationToken) =>
            ReadBenchmark.RunAsync(parsed.GetRequiredValue(store), parsed.GetValue(threads), Repetition.Of(parsed.GetValue(repeat), parsed.GetValue(seconds)), cancellationToken));
        return command;
    }
}
