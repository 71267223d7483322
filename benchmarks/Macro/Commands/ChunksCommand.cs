using System.CommandLine;
using OmeZarr;

namespace Macro.Commands;

internal static class ChunksCommand
{
    internal static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many chunks at least; whole frames of 4096.", DefaultValueFactory = _ => 100_000 };
        var threads = Options.Threads();
        var output = new Option<string>("--out") { Description = "Folder of the image to be made; replaced if it is one.", Required = true };
        var command = new Command("chunks", "Time the writing of very many chunks of 2 KiB, in tenths: their times should be alike.") { count, threads, output, Options.Json() };
        command.SetAction((parsed, cancellationToken) => LargeBenchmark.WriteChunksAsync(
            parsed.GetValue(count),
            new WriteOptions { MaxDegreeOfParallelism = parsed.GetValue(threads), Overwrite = true },
            parsed.GetRequiredValue(output),
            cancellationToken));
        return command;
    }
}
