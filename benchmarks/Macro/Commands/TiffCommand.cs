using System.CommandLine;

namespace Macro.Commands;

internal static class TiffCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--input") { Description = "Raw file of uint16: the camera input.", Required = true };
        var side = new Option<int>("--side") { Description = "Pixels of a row and of a column: a multiple of 512.", DefaultValueFactory = _ => 4096 };
        var folder = new Option<string>("--out") { Description = "Folder for the TIFF files.", Required = true };
        var repeat = new Option<int>("--repeat") { Description = "Rounds; the median counts.", DefaultValueFactory = _ => 7 };
        var command = new Command("tiff", "Time reading of TIFF files with each compression, on one thread.") { input, side, folder, repeat };
        command.SetAction((parsed, _) => TiffBenchmark.RunAsync(
            parsed.GetRequiredValue(input), parsed.GetValue(side), parsed.GetRequiredValue(folder), parsed.GetValue(repeat)));
        return command;
    }
}
