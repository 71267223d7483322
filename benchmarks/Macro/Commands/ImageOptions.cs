using System.CommandLine;

namespace Macro.Commands;

/// <summary>The options that say which image is written from a raw file, and how.</summary>
internal sealed class ImageOptions
{
    private readonly InputOptions input = new();
    private readonly Option<string?> axes = new("--axes") { Description = "Axes, such as czyx. Default: the last letters of tczyx." };
    private readonly Option<string> chunks = Options.Chunks();
    private readonly Option<string> shards = new("--shards") { Description = "none, auto or lengths.", DefaultValueFactory = _ => "none" };
    private readonly Option<string> compression = Options.Compression();
    private readonly Option<bool> checksum = new("--checksum") { Description = "End each chunk with a checksum." };
    private readonly Option<int> threads = Options.Threads();
    private readonly Option<string> output = new("--out") { Description = "Folder of the OME-Zarr image to be made; deleted before each run, unless it is to be overwritten.", Required = true };

    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Have each run replace what the one before has written." };
    private readonly Option<bool> sync = new("--sync") { Description = "Time until everything is on the disk." };

    internal void AddTo(Command command)
    {
        command.Add(overwrite);
        command.Add(sync);
        input.AddTo(command);
        command.Add(axes);
        command.Add(chunks);
        command.Add(shards);
        command.Add(compression);
        command.Add(checksum);
        command.Add(threads);
        command.Add(output);
    }

    internal WriteCase Of(ParseResult parsed) => new(
        input.Of(parsed),
        parsed.GetValue(axes),
        Parse.Chunks(parsed.GetRequiredValue(chunks)),
        Parse.Compression(parsed.GetRequiredValue(compression)),
        parsed.GetValue(threads),
        parsed.GetRequiredValue(output))
    {
        Shards = Parse.Shards(parsed.GetRequiredValue(shards)),
        Overwrite = parsed.GetValue(overwrite),
        Durability = parsed.GetValue(sync) ? OmeZarr.Durability.Flushed : OmeZarr.Durability.Default,
        Checksums = parsed.GetValue(checksum),
    };
}
