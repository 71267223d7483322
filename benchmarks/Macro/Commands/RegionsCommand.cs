using System.CommandLine;
using Macro.Regions;

namespace Macro.Commands;

internal static class RegionsCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = new Option<int>("--repeat") { Description = "Rounds for each kind of region, of 8 random regions each.", DefaultValueFactory = _ => 3 };
        var command = new Command("regions", "Time the reading of planes, tiles, points, cubes and columns, plain and sharded; against decoding whole chunks.") { repeat, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RegionsBenchmark.RunAsync(image.Of(parsed), parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
