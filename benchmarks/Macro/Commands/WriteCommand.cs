using System.CommandLine;

namespace Macro.Commands;

internal static class WriteCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = Options.Repeat();
        var seconds = Repetition.SecondsOption(0);
        var command = new Command("write", "Time the writing of a raw file as an OME-Zarr image.") { repeat, seconds, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => WriteBenchmark.RunAsync(image.Of(parsed), Repetition.Of(parsed.GetValue(repeat), parsed.GetValue(seconds)), cancellationToken));
        return command;
    }
}
