using System.CommandLine;

namespace Macro.Commands;

internal static class PlanesCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = Options.Repeat();
        var command = new Command("planes", "Time the writing of a raw file plane by plane, as a camera gives it.") { repeat, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => PlanesBenchmark.RunAsync(image.Of(parsed), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
