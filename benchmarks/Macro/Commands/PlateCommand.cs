using System.CommandLine;
using OmeZarr;

namespace Macro.Commands;

internal static class PlateCommand
{
    internal static Command Create()
    {
        var wells = new Option<int>("--wells") { Description = "How many wells, at most 1536.", DefaultValueFactory = _ => 1536 };
        var fields = new Option<int>("--fields") { Description = "Fields of view of each well.", DefaultValueFactory = _ => 9 };
        var shape = new Option<string>("--shape") { Description = "Lengths of a field, c,y,x.", DefaultValueFactory = _ => "1,64,64" };
        var threads = Options.Threads();
        var pyramid = Options.Pyramid("none");
        var output = new Option<string>("--out") { Description = "Folder of the plate to be made; replaced if it is one.", Required = true };
        var command = new Command("plate", "Time the writing of a plate well by well, in tenths: their times should be alike.") { wells, fields, shape, threads, pyramid, output, Options.Json() };
        command.SetAction((parsed, cancellationToken) => PlateBenchmark.RunAsync(
            parsed.GetValue(wells),
            parsed.GetValue(fields),
            Parse.Shape(parsed.GetRequiredValue(shape)),
            new WriteOptions { Overwrite = true, MaxDegreeOfParallelism = parsed.GetValue(threads), Pyramid = Parse.Pyramid(parsed.GetRequiredValue(pyramid), "default") },
            parsed.GetRequiredValue(output),
            cancellationToken));
        return command;
    }
}
