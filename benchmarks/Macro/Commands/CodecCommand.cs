using System.CommandLine;
using Macro.Comparing;

namespace Macro.Commands;

internal static class CodecCommand
{
    internal static Command Create()
    {
        var input = new Option<string>("--input") { Description = "Raw file: little endian.", Required = true };
        var dataType = Options.DataType();
        var length = new Option<int>("--chunk-bytes") { Description = "Bytes per chunk.", DefaultValueFactory = _ => 4 << 20 };
        var row = new Option<int>("--row") { Description = "Elements in a row of a chunk; the adaptive encoder looks at the row above.", DefaultValueFactory = _ => 256 };
        var most = new Option<int>("--max-chunks") { Description = "Chunks taken, spread over the file.", DefaultValueFactory = _ => 16 };
        var compressor = new Option<string>("--compressor") { Description = "zstd, lz4 or both.", DefaultValueFactory = _ => "zstd,lz4" };
        var levels = new Option<string>("--levels") { Description = "Blosc levels.", DefaultValueFactory = _ => "1,3,5" };
        var repeat = new Option<int>("--repeat") { Description = "Passes; of each chunk the fastest counts.", DefaultValueFactory = _ => 5 };
        var command = new Command("codec", "Time the Blosc codec against c-blosc in memory, on one thread, in turns.")
        {
            input, dataType, length, row, most, compressor, levels, repeat, Options.Json(),
        };
        command.SetAction(parsed =>
        {
            var chunks = FileChunks.Read(parsed.GetRequiredValue(input), parsed.GetValue(length), parsed.GetValue(most));
            var recipes = from name in parsed.GetRequiredValue(compressor).Split(',')
                          from level in Parse.Counts(parsed.GetRequiredValue(levels))
                          select BloscRecipe.Named($"blosc-{name}", level);
            CodecComparison.Run(chunks, Parse.DataType(parsed.GetRequiredValue(dataType)), parsed.GetValue(row), recipes, parsed.GetValue(repeat));
        });
        return command;
    }
}
