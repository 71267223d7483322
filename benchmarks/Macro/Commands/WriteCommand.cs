using System.CommandLine;

namespace Macro.Commands;

internal static class WriteCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = Options.Repeat();
        var command = new Command("write", "Time the writing of a raw file as an OME-Zarr image.") { repeat, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => WriteBenchmark.RunAsync(image.Of(parsed), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
