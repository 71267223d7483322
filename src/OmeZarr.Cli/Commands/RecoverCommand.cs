using System.CommandLine;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr recover PATH</c>.</summary>
internal static class RecoverCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var path = new Argument<string>("PATH") { Description = "The place of the acquisition: an image, plate or collection, or an archive *.ozx." };
        var json = new Option<bool>("--json") { Description = "Print the same as JSON." };
        var command = new Command("recover", "Complete an acquisition whose program or machine died: all frames before the last durable point are there afterwards.") { path, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var location = Locations.Parse(parsed.GetRequiredValue(path), connection.Read(parsed));
            var recovery = await OmeAcquisition.RecoverAsync(location, cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(json) ? RecoveryReport.ToJson(recovery) : RecoveryReport.ToText(recovery, isStore: location.Folder is null && location.Archive is null));
            return ExitCode.Success;
        });
        return command;
    }
}
