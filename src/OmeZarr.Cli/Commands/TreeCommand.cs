using System.CommandLine;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr tree PATH</c>.</summary>
internal static class TreeCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var path = new Argument<string>("PATH") { Description = "The folder or address of a plate, collection or image of OME-Zarr 0.5 or 0.4, or of any Zarr group or array." };
        var depth = new Option<string>("--depth") { HelpName = "N", Description = "How many levels below PATH are shown, 0 to 64. Default: 8.", DefaultValueFactory = _ => "8" };
        var perLevel = new Option<string>("--max-per-level") { HelpName = "N", Description = "How many children of each node are shown; the others are counted. Default: 6.", DefaultValueFactory = _ => "6" };
        var arrays = new Option<bool>("--arrays") { Description = "Show the arrays of each image, too." };
        var json = new Option<bool>("--json") { Description = "Print the same as JSON." };
        var command = new Command("tree", "Show the nodes of a store: kinds, names, shapes, types, versions, and what is broken.") { path, depth, perLevel, arrays, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var maxDepth = OptionValues.ParseCount("--depth", parsed.GetRequiredValue(depth), 0, OmeTree.DepthLimit);
            var maxPerLevel = OptionValues.ParseCount("--max-per-level", parsed.GetRequiredValue(perLevel), 1, int.MaxValue);
            var report = await TreeReport.CreateAsync(
                Locations.Parse(parsed.GetRequiredValue(path), connection.Read(parsed)), location => OmeTree.ReadAsync(location, maxDepth, maxPerLevel, parsed.GetValue(arrays), cancellationToken)).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(json) ? report.ToJson() : report.ToString());
            return report.Root.HasProblem ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }
}
