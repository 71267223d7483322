using System.CommandLine;
using OmeZarr.Cli.Conversion;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr convert INPUT… OUTPUT</c>.</summary>
internal static class ConvertCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var options = new ConvertOptions();
        var command = new Command("convert", "Convert microscope images to an OME-Zarr image, with labels or without, to a plate, or to a collection of images.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(options.Read(parsed, connection.Read(parsed)), parsed.GetValue(options.Json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ConvertRequest request, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        using var conversion = await Converter.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.PlanOnly)
        {
            terminal.WriteResult(conversion.Plan(json));
            return ExitCode.Success;
        }

        var summary = await ProgressBar.RunAsync(
            terminal, conversion.Name, progress => conversion.RunAsync(progress, cancellationToken)).ConfigureAwait(false);
        foreach (var line in summary.FindingLines)
        {
            terminal.WriteError(line);
        }

        terminal.WriteResult(json ? summary.ToJson() : summary.ToString());
        return ExitCode.Success;
    }
}
