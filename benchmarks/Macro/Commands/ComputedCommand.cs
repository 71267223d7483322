using System.CommandLine;
using OmeZarr;

namespace Macro.Commands;

internal static class ComputedCommand
{
    internal static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = "slide (uint8, 60,000 x 40,000), movie (uint16, t,c,z,y,x), labels (uint32, 30,000 x 20,000) or stack (uint16, z,y,x, --gib)." };
        var gigabytes = new Option<double>("--gib") { Description = "Size of the stack before compression, in GiB.", DefaultValueFactory = _ => 0.25 };
        var pyramid = Options.Pyramid("auto");
        var method = Options.Method();
        var shards = new Option<string>("--shards") { Description = "none, auto or lengths.", DefaultValueFactory = _ => "none" };
        var threads = Options.Threads();
        var output = new Option<string>("--out") { Description = "Folder, archive (.ozx) or address (s3://…) of the image to be made; replaced if it is one. The server and the credentials of a bucket come from the environment.", Required = true };
        var command = new Command("computed", "Write an image whose pixels are computed, with its levels, and tell the most memory that this took.") { kind, gigabytes, pyramid, method, shards, threads, output, Options.Json() };
        command.SetAction((parsed, cancellationToken) => ComputedBenchmark.RunAsync(
            parsed.GetRequiredValue(kind),
            parsed.GetValue(gigabytes),
            new WriteOptions
            {
                MaxDegreeOfParallelism = parsed.GetValue(threads),
                Overwrite = true,
                Shards = Parse.Shards(parsed.GetRequiredValue(shards)),
                Pyramid = Parse.Pyramid(parsed.GetRequiredValue(pyramid), MethodFor(parsed.GetRequiredValue(kind), parsed.GetRequiredValue(method))),
            },
            parsed.GetRequiredValue(output),
            cancellationToken));
        return command;
    }

    /// <summary>Labels are written as an image here, whose default would be the mean.</summary>
    private static string MethodFor(string kind, string method) => kind == "labels" && method == "default" ? "mode" : method;
}
