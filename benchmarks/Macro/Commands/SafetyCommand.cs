using System.CommandLine;

namespace Macro.Commands;

internal static class SafetyCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = Options.Repeat();
        var command = new Command("safety", "Time in turns what safety costs: a new image, one that is on the disk, one that replaces another, and a copy of the same files that is on the disk.") { repeat, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => SafetyBenchmark.RunAsync(image.Of(parsed), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
