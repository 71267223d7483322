using System.CommandLine;
using OmeZarr;

namespace Macro.Commands;

internal static class LargeCommand
{
    internal static Command Create()
    {
        var gigabytes = new Option<int>("--gib") { Description = "Size of the image before compression, in GiB.", DefaultValueFactory = _ => 16 };
        var threads = Options.Threads();
        var output = new Option<string>("--out") { Description = "Folder of the image to be made; replaced if it is one.", Required = true };
        var command = new Command("large", "Time the writing of an image that does not fit memory, from a source that computes regions, in tenths.") { gigabytes, threads, output, Options.Json() };
        command.SetAction((parsed, cancellationToken) => LargeBenchmark.WriteBytesAsync(
            parsed.GetValue(gigabytes) * (1L << 30), new WriteOptions { MaxDegreeOfParallelism = parsed.GetValue(threads), Overwrite = true }, parsed.GetRequiredValue(output), cancellationToken));
        return command;
    }
}
