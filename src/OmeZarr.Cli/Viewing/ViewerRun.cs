using System.Reflection;
using System.Text.Json.Nodes;
using OmeZarr.Viewer;

namespace OmeZarr.Cli.Viewing;

/// <summary>Serves a store until the user stops it.</summary>
internal static class ViewerRun
{
    /// <summary>Starts the server, prints its address, opens the browser, and waits.</summary>
    /// <param name="request">What is shown.</param>
    /// <param name="terminal">Where the address is printed.</param>
    /// <param name="cancellationToken">Stops the server. That is how it ends, so it is no error.</param>
    internal static async Task RunAsync(ViewRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var options = new ViewerOptions
        {
            Port = request.Port,
            ServesPage = request.ServesPage,
            AllowedOrigins = request.AllowedOrigins,
            ProgramVersion = typeof(ViewerRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        };
        await using var server = await ViewerServer.StartAsync(request.Path, options, cancellationToken).ConfigureAwait(false);
        var address = server.Address.AbsoluteUri;
        terminal.WriteResult(request.IsJson ? JsonOutput.Text(new JsonObject { ["address"] = address, ["path"] = request.Path.ToString() }) : address);
        await terminal.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (request.OpensBrowser && Browser.Open(address) is { } problem)
        {
            terminal.WriteError($"omezarr: {problem}; open the address yourself");
        }

        if (!request.IsJson)
        {
            terminal.WriteError($"{(request.ServesPage ? "showing" : "serving")} {request.Path}; Ctrl-C stops");
        }

        await StoppedAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult).ConfigureAwait(false);
        await stopped.Task.ConfigureAwait(false);
    }
}
