using System.CommandLine;

namespace Macro.Commands;

internal static class PlanesCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = Options.Repeat();
        var seconds = Repetition.SecondsOption(0);
        var command = new Command("planes", "Time the writing of a raw file plane by plane, as a camera gives it.") { repeat, seconds, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => PlanesBenchmark.RunAsync(image.Of(parsed), Repetition.Of(parsed.GetValue(repeat), parsed.GetValue(seconds)), cancellationToken));
        return command;
    }
}
