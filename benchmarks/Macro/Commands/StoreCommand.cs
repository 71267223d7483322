using System.CommandLine;
using Macro.Stores;

namespace Macro.Commands;

internal static class StoreCommand
{
    internal static Command Create()
    {
        var location = new Option<string>("--location") { Description = "Folder or address, for example s3://bucket/benchmark; what is below it is deleted. The server and the credentials of a bucket come from the environment (AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).", Required = true };
        var mebibytes = new Option<int>("--mib") { Description = "Size of the array.", DefaultValueFactory = _ => 256 };
        var sharded = new Option<bool>("--sharded") { Description = "Shards of 32 MiB instead of chunks of 2 MiB." };
        var requests = new Option<int>("--requests") { Description = "Chunks, shards or objects at the same time.", DefaultValueFactory = _ => 8 };
        var repeat = Options.Repeat();
        var command = new Command("store", "Time writing and reading of an array in a store; in a bucket, compare with the AWS SDK alone, which moves the same objects.") { location, mebibytes, sharded, requests, repeat, Options.Json() };
        command.SetAction((parsed, cancellationToken) => new StoreBenchmark(
            parsed.GetRequiredValue(location), parsed.GetValue(mebibytes), parsed.GetValue(sharded), parsed.GetValue(requests)).RunAsync(parsed.GetValue(repeat), cancellationToken));
        return command;
    }
}
