using System.CommandLine;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr info PATH</c>.</summary>
internal static class InfoCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var path = new Argument<string>("PATH") { Description = "The folder or address of an image, plate or collection of OME-Zarr 0.5 or 0.4, or of any Zarr group or array." };
        var json = new Option<bool>("--json") { Description = "Print the same as JSON." };
        var command = new Command("info", "Say what a store holds: version, axes, pixel size, levels, chunks, codecs, stored bytes.") { path, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var location = Locations.Parse(parsed.GetRequiredValue(path), connection.Read(parsed));
            RecoveryReport.WriteHint(location, terminal);
            var report = await StoreReport.CreateAsync(location, cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(json) ? report.ToJson() : report.ToString());
            return report.Findings.Any(finding => finding.Severity == Severity.Error) ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }
}
