using System.CommandLine;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Viewing;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr view PATH</c> and <c>omezarr serve PATH</c>.</summary>
internal static class ViewCommand
{
    internal static Command CreateView(Terminal terminal, ConnectionOptions connection)
    {
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address." };
        var command = Create("view", "Show an image, plate or collection in the browser. Nothing leaves this machine.", "Stop with Ctrl-C.", terminal, connection, (request, parsed) => request with { OpensBrowser = !parsed.GetValue(noBrowser) });
        command.Add(noBrowser);
        return command;
    }

    internal static Command CreateServe(Terminal terminal, ConnectionOptions connection) =>
        Create("serve", "Serve the stored values on this machine over HTTP, for other programs.", "Stop with Ctrl-C.", terminal, connection, (request, _) => request with { ServesPage = false, OpensBrowser = false });

    private static Command Create(string name, string description, string more, Terminal terminal, ConnectionOptions connection, Func<ViewRequest, ParseResult, ViewRequest> complete)
    {
        var path = new Argument<string>("PATH") { Description = "The folder, archive or address of an image, plate, well or collection, or of any Zarr group." };
        var port = new Option<string>("--port") { HelpName = "NUMBER", Description = "The port on 127.0.0.1. Default: a free one.", DefaultValueFactory = _ => "0" };
        var origins = new Option<string[]>("--allow-origin")
        {
            HelpName = "ORIGIN",
            Description = "A web page that may read the stored values, such as https://neuroglancer-demo.appspot.com. May be given several times. Default: none.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        var json = new Option<bool>("--json") { Description = "Print the address as JSON." };
        var command = new Command(name, $"{description} {more}") { path, port, origins, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new ViewRequest(Locations.Parse(parsed.GetRequiredValue(path), connection.Read(parsed)))
            {
                Port = (int)OptionValues.ParseCount("--port", parsed.GetRequiredValue(port), 0, ushort.MaxValue),
                AllowedOrigins = parsed.GetRequiredValue(origins),
                IsJson = parsed.GetValue(json),
            };
            await ViewerRun.RunAsync(complete(request, parsed), terminal, cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
