using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Stores.Integration.Http.Server;

/// <summary>A web server on a free port that serves folders, each by its own rules.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ServedFolder> folders = new(StringComparer.Ordinal);
    private readonly Lazy<Task<(WebApplication Server, Uri Address)>> started;

    /// <summary>A server that is started when the first folder is served.</summary>
    public WebServer() => started = new(() => Task.Run(StartAsync));

    /// <summary>Serves a folder.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <param name="rules">How; null for a server that does everything right.</param>
    public async Task<ServedFolder> ServeAsync(string folder, ServingRules? rules = null)
    {
        var (_, address) = await started.Value;
        var name = Guid.NewGuid().ToString("N");
        return folders[name] = new ServedFolder(new Uri(address, name), folder, rules ?? new ServingRules());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
        {
            await (await started.Value).Server.DisposeAsync();
        }
    }

    private async Task<(WebApplication Server, Uri Address)> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.AddServerHeader = false);
        var server = builder.Build();
        server.Run(ServeAsync);
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return (server, new Uri(address));
    }

    private Task ServeAsync(HttpContext context)
    {
        // The path as it was sent: Kestrel decodes %2F not at all, and a key may hold one.
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].Split('/', 3);
        if (raw.Length == 3 && folders.TryGetValue(raw[1], out var folder))
        {
            return folder.ServeAsync(context, Uri.UnescapeDataString(raw[2]));
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
