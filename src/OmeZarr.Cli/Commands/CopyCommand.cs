using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;
using Zarr.Stores;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr copy SRC DST</c>.</summary>
internal static class CopyCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var from = new Argument<string>("SRC") { Description = "What is copied: a folder, an archive (.ozx, .zip), an address, or a path in one of them." };
        var to = new Argument<string>("DST") { Description = "Where: a folder, an archive (.ozx for OME-Zarr 0.5, else .zip), or an address that can be written." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the Zarr hierarchy that is at the destination." };
        var resume = new Option<bool>("--resume") { Description = "Write where the copy belongs, so that the same command continues it after an interruption. A value that is there with the same length is not copied again; with --verify its bytes are compared." };
        var verify = new Option<bool>("--verify") { Description = "Read each value back and compare it with the source." };
        var sync = new Option<bool>("--sync") { Description = "Wait until everything is on the disk." };
        var workers = new Option<int?>("--workers") { HelpName = "N", Description = "How many values are copied at the same time. Default: what the stores recommend, or the number of processors." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new Command("copy", "Copy a store byte for byte: between folders, archives and object stores.") { from, to, overwrite, resume, verify, sync, workers, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Request(Locations.Parse(parsed.GetRequiredValue(from), connection.Read(parsed)), Locations.Parse(parsed.GetRequiredValue(to), connection.Read(parsed)), parsed.GetValue(json)),
            new StoreCopyOptions
            {
                Overwrite = parsed.GetValue(overwrite),
                Resume = parsed.GetValue(resume),
                Verify = parsed.GetValue(verify),
                Durability = parsed.GetValue(sync) ? Durability.Flushed : Durability.Default,
                MaxDegreeOfParallelism = parsed.GetValue(workers) is { } count ? (count > 0 ? count : throw new UsageException($"--workers {count}: give a number of at least 1")) : null,
            },
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Request request, StoreCopyOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        if (options is { Overwrite: true, Resume: true })
        {
            throw new UsageException("--overwrite deletes what --resume would continue; choose one");
        }

        var report = await CopyProgress.RunAsync(terminal, request.To.ToString(), progress => StoreCopy.CopyAsync(request.From, request.To, options, progress, cancellationToken)).ConfigureAwait(false);
        foreach (var remark in report.Remarks)
        {
            terminal.WriteError($"warning: {request.From}: {remark}");
        }

        terminal.WriteResult(request.IsJson ? ToJson(request, report) : ToText(request, report));
        return ExitCode.Success;
    }

    private static string ToText(Request request, StoreCopyReport report)
    {
        var kept = report.Kept == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {report.Kept} were there with the same length");
        var verified = report.Verified == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {report.Verified} read back and equal");
        return string.Create(CultureInfo.InvariantCulture, $"{request.To}: {report.Copied} values copied ({ByteSize.Text(report.CopiedBytes)}){kept}{verified}");
    }

    private static string ToJson(Request request, StoreCopyReport report) => JsonOutput.Text(new JsonObject
    {
        ["from"] = request.From.ToString(),
        ["to"] = request.To.ToString(),
        ["copied"] = report.Copied,
        ["bytes"] = report.CopiedBytes,
        ["kept"] = report.Kept,
        ["verified"] = report.Verified,
        ["remarks"] = JsonOutput.List(report.Remarks),
    });

    private sealed record Request(StoreLocation From, StoreLocation To, bool IsJson);
}
