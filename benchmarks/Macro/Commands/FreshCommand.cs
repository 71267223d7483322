using System.CommandLine;
using Macro.Regions;

namespace Macro.Commands;

internal static class FreshCommand
{
    internal static Command Create()
    {
        var path = new Option<string>("--in") { Description = "An OME-Zarr image.", Required = true };
        var what = new Option<string>("--what") { Description = string.Join(", ", FreshRead.Kinds), DefaultValueFactory = _ => FreshRead.Kinds[0] };
        what.AcceptOnlyFromAmong([.. FreshRead.Kinds]);
        var threads = Options.Threads();
        var command = new Command("fresh", "Read once in this process: time and memory without anything warmed up; regions runs it.") { path, what, threads, Options.Json() };
        command.SetAction((parsed, cancellationToken) => FreshRead.RunAsync(parsed.GetRequiredValue(path), parsed.GetRequiredValue(what), parsed.GetValue(threads), cancellationToken));
        return command;
    }
}
