using System.CommandLine;
using Macro.Regions;
using OmeZarr;

namespace Macro.Commands;

internal static class RegionsCommand
{
    internal static Command Create()
    {
        var input = new InputOptions();
        var axes = new Option<string?>("--axes") { Description = "Axes, such as czyx. Default: the last letters of tczyx." };
        var chunks = Options.Chunks();
        var threads = Options.Threads();
        var output = new Option<string>("--out") { Description = "Folder for the images that are made; those of earlier runs in it are replaced.", Required = true };
        var compressions = new Option<string>("--compressions")
        {
            Description = "Compressions, with commas.",
            DefaultValueFactory = _ => string.Join(',', Compression.All.Select(one => one.Name)),
        };
        var repeat = new Option<int>("--repeat") { Description = "Rounds for each kind of region, of 8 random regions each, after one that does not count.", DefaultValueFactory = _ => 3 };
        var tables = new Option<bool>("--tables") { Description = "Print tables in Markdown, not lines of JSON." };
        var command = new Command("regions", "Time the reading of planes, tiles, points, cubes and columns with every compression, plain and sharded; against decoding whole chunks, and against c-blosc.")
        {
            axes, chunks, threads, output, compressions, repeat, tables, Options.Json(),
        };
        input.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RegionsBenchmark.RunAsync(
            new WriteCase(input.Of(parsed), parsed.GetValue(axes), Parse.Chunks(parsed.GetRequiredValue(chunks)), Compression.None, parsed.GetValue(threads), parsed.GetRequiredValue(output)),
            [.. parsed.GetRequiredValue(compressions).Split(',').Select(Compression.FromName)],
            parsed.GetValue(repeat),
            parsed.GetValue(tables),
            cancellationToken));
        return command;
    }
}
