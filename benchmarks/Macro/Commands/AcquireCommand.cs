using System.CommandLine;
using Macro.Acquiring;
using Macro.Comparing;

namespace Macro.Commands;

internal static class AcquireCommand
{
    internal static Command Create()
    {
        var input = new InputOptions();
        var compression = new Option<string>("--compression") { Description = "blosc-zstd, blosc-lz4, none", DefaultValueFactory = _ => "blosc-zstd" };
        var threads = Options.Threads();
        var passes = new Option<int>("--passes") { Description = "How often the frames of the file are acquired.", DefaultValueFactory = _ => 10 };
        var chunk = new Option<int>("--chunk") { Description = "Frames in a chunk.", DefaultValueFactory = _ => 1 };
        var memory = new Option<long>("--memory") { Description = "The limit of the memory for frames in MiB.", DefaultValueFactory = _ => 256 };
        var lent = new Option<bool>("--lent") { Description = "The camera lends its memory for each frame; without this, frames are copied." };
        var repeat = Options.Repeat();
        var output = new Option<string>("--out") { Description = "Folder for what both sides write; deleted before each run and at the end.", Required = true };
        var command = new Command("acquire", "Acquire the planes of a raw file as the frames of a camera, beside a bare loop over c-blosc; then at 80 % of that rate.") { compression, threads, passes, chunk, memory, lent, repeat, output, Options.Json() };
        input.AddTo(command);
        command.SetAction((parsed, _) => AcquireBenchmark.RunAsync(
            new AcquireCase(input.Of(parsed), BloscRecipe.Named(parsed.GetRequiredValue(compression), null), parsed.GetRequiredValue(output))
            {
                Passes = parsed.GetValue(passes),
                Threads = parsed.GetValue(threads),
                Chunk = parsed.GetValue(chunk),
                IsLent = parsed.GetValue(lent),
                MemoryLimit = parsed.GetValue(memory) << 20,
            },
            Repetition.Of(parsed.GetValue(repeat), 0)));
        return command;
    }
}
