using System.CommandLine;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr pyramid STORE</c>.</summary>
internal static class PyramidCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var store = new Argument<string>("STORE") { Description = "An image with its labels, a plate, a well or a collection of OME-Zarr 0.5." };
        var pyramid = new PyramidOptions("The levels that images are to have: auto (y and x are halved until both are at most 256), isotropic (z too, while it is sampled as finely as x), or the number of levels with that of full resolution. Default: auto.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the levels that images have; that of full resolution always stays." };
        var sync = new Option<bool>("--sync") { Description = "Accepted as by convert: levels are always on the disk when the command ends." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new Command("pyramid", "Add smaller levels to images that are stored already. Run again, it completes what was interrupted.") { store };
        foreach (var option in (Option[])[.. pyramid.All, overwrite, sync, json])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
            RunAsync(Locations.Parse(parsed.GetRequiredValue(store), connection.Read(parsed)), pyramid.Read(parsed), OptionsOf(parsed.GetValue(overwrite), parsed.GetValue(sync)), parsed.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static WriteOptions OptionsOf(bool overwrite, bool sync) => new() { Overwrite = overwrite, Durability = sync ? Durability.Flushed : Durability.Default };

    private static async Task<int> RunAsync(StoreLocation store, Pyramid pyramid, WriteOptions options, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var changed = await ProgressBar.RunAsync(terminal, FileName.OfLocation(store), progress =>
        {
            var reporting = options with { Progress = progress, Findings = (path, finding) => warnings.Add(path.Length == 0 ? finding.Message : $"{path}: {finding.Message}") };
            return OmePyramid.AddLevelsAsync(store, pyramid, reporting, cancellationToken);
        }).ConfigureAwait(false);
        terminal.WriteResult(json ? ToJson(store, changed, warnings) : ToText(store, changed, warnings));
        return ExitCode.Success;
    }

    private static string ToText(StoreLocation store, IReadOnlyList<string> changed, List<string> warnings) => string.Join(
        Environment.NewLine,
        warnings.Select(warning => $"warning: {warning}").Prepend(changed.Count == 0 ? $"{store}: the levels are there, or nothing is larger than they would be" : $"{store}: {Counted.Of(changed.Count, "image")} got levels"));

    private static string ToJson(StoreLocation store, IReadOnlyList<string> changed, List<string> warnings) => JsonOutput.Text(new JsonObject
    {
        ["store"] = store.ToString(),
        ["changed"] = JsonOutput.List(changed),
        ["warnings"] = JsonOutput.List(warnings),
    });
}
