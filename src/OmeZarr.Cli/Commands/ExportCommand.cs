using System.CommandLine;
using OmeZarr.Cli.Exporting;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Reporting;
using OmeZarr.Tiff;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr export STORE FILE</c>.</summary>
internal static class ExportCommand
{
    private static string[] Compressions => [.. Enum.GetNames<OmeTiffCompression>().Select(name => name.ToLowerInvariant())];

    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var store = new Argument<string>("STORE") { Description = "The folder or address of an image, label image, plate, well or collection." };
        var output = new Argument<string>("FILE") { Description = "The OME-TIFF file to be made, such as cells.ome.tif." };
        var image = new Option<string?>("--image")
        {
            HelpName = "PATH",
            Description = "The image in the store: B/3/0 of a plate (B/3 for all fields of the well), 0 of a collection, labels/cells of an image. Default: everything: the image, all images of a collection or well, all wells of a plate.",
        };
        var level = new Option<string>("--level") { HelpName = "NUMBER", Description = "The level that becomes the full resolution; coarser ones follow it. Default: 0.", DefaultValueFactory = _ => "0" };
        var compression = new Option<string>("--compression") { HelpName = "NAME", Description = $"{string.Join(", ", Compressions)}. Default: deflate, which every program reads.", DefaultValueFactory = _ => "deflate" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it is there, when the new one is complete." };
        var sync = new Option<bool>("--sync") { Description = "Return only when everything is on the disk, so that a power failure afterwards loses nothing." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new Command("export", "Write an image as OME-TIFF, for programs that read no OME-Zarr.") { store, output, image, level, compression, overwrite, sync, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new OmeTiffOptions
            {
                Level = OptionValues.ParseCount("--level", parsed.GetRequiredValue(level), 0, int.MaxValue),
                Compression = CompressionOf(parsed.GetRequiredValue(compression)),
                Overwrite = parsed.GetValue(overwrite),
                Durability = parsed.GetValue(sync) ? Durability.Flushed : Durability.Default,
            };
            var request = new ExportRequest(Locations.Parse(parsed.GetRequiredValue(store), connection.Read(parsed)), parsed.GetValue(image), Locations.RequireLocal(parsed.GetRequiredValue(output), "OME-TIFF"), options);
            return RunAsync(request, parsed.GetValue(json), terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ExportRequest request, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var export = await ProgressBar.RunAsync(terminal, FileName.OfFolder(request.Output), progress => TiffExport.RunAsync(request, progress, cancellationToken)).ConfigureAwait(false);
        foreach (var warning in export.Warnings)
        {
            terminal.WriteError($"omezarr: warning: {warning}");
        }

        terminal.WriteResult(json ? export.ToJson() : export.ToString());
        return ExitCode.Success;
    }

    private static OmeTiffCompression CompressionOf(string text) => Array.IndexOf(Compressions, text.ToLowerInvariant()) is >= 0 and var index
        ? Enum.GetValues<OmeTiffCompression>()[index]
        : throw new UsageException($"--compression {Quote.IfNeeded(text)}: there is {string.Join(", ", Compressions)}{Suggestion.For(text, Compressions)}");
}
