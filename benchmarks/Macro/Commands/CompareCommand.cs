using System.CommandLine;
using Macro.Comparing;

namespace Macro.Commands;

internal static class CompareCommand
{
    internal static Command Create()
    {
        var input = new InputOptions();
        var chunks = Options.Chunks();
        var compression = new Option<string>("--compression") { Description = "blosc-zstd, blosc-lz4, none", DefaultValueFactory = _ => "blosc-zstd" };
        var level = new Option<int?>("--level") { Description = "Blosc level of both sides. Default: that of the compression." };
        var threads = new Option<string>("--threads") { Description = "Workers of both sides; several numbers give several comparisons.", DefaultValueFactory = _ => "1,2" };
        var repeat = new Option<int>("--repeat") { Description = "Pairs of runs, at least.", DefaultValueFactory = _ => 5 };
        var seconds = Repetition.SecondsOption(1);
        var output = new Option<string>("--out") { Description = "Folder for what both sides write; deleted at the end.", Required = true };
        var command = new Command("compare", "Time writing and reading against a plain loop over c-blosc, in turns.")
        {
            chunks, compression, level, threads, repeat, seconds, output, Options.Json(),
        };
        input.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Comparison.RunAsync(
            new CompareCase(
                input.Of(parsed),
                Parse.Chunks(parsed.GetRequiredValue(chunks)),
                BloscRecipe.Named(parsed.GetRequiredValue(compression), parsed.GetValue(level)),
                parsed.GetRequiredValue(output)),
            Parse.Counts(parsed.GetRequiredValue(threads)),
            Repetition.Of(parsed.GetValue(repeat), parsed.GetValue(seconds)),
            cancellationToken));
        return command;
    }
}
