using System.CommandLine;

namespace Macro.Commands;

internal static class ChecksumsCommand
{
    internal static Command Create()
    {
        var image = new ImageOptions();
        var repeat = new Option<int>("--repeat") { Description = "Pairs of runs for each compression.", DefaultValueFactory = _ => 5 };
        var flips = new Option<int>("--flips") { Description = "Bits to flip, with checksums and without, for each compression.", DefaultValueFactory = _ => 1000 };
        var command = new Command("checksums", "Time writing and reading with checksums and without, in turns, with every compression; and count which flipped bits are noticed.") { repeat, flips, Options.Json() };
        image.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ChecksumBenchmark.RunAsync(image.Of(parsed), parsed.GetValue(repeat), parsed.GetValue(flips), cancellationToken));
        return command;
    }
}
