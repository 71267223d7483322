using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OmeZarr.Viewer.Http;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;
using Zarr.Stores;

namespace OmeZarr.Viewer;

/// <summary>A web server on this machine that shows one store. Only programs that know its <see cref="Address"/>, which has a random part, can use it; it only reads, and nothing outside the store.</summary>
/// <remarks>It listens on 127.0.0.1 alone, and answers no requests that name another host or come from web pages of other origins. Dispose it to stop it.</remarks>
public sealed class ViewerServer : IAsyncDisposable
{
    private const int TokenBytes = 24;
    private const int MostConnections = 256;

    private readonly WebApplication application;
    private readonly ViewedStore store;

    private ViewerServer(WebApplication application, ViewedStore store, Uri address) => (this.application, this.store, Address) = (application, store, address);

    /// <summary>The address of the page, or of the raw values if there is no page. Any program on this machine that knows the address can read the store.</summary>
    public Uri Address { get; }

    /// <summary>Opens a store and starts to serve it.</summary>
    /// <param name="location">A folder, an address, an archive, or another location; of an image, plate, well, collection or any group.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="ArgumentException">An allowed origin is no origin.</exception>
    /// <exception cref="Zarr.NodeNotFoundException">There is no Zarr group at the location.</exception>
    /// <exception cref="OmeZarrException">The OME-Zarr metadata cannot be understood.</exception>
    /// <exception cref="Zarr.ZarrException">The metadata are invalid or not supported.</exception>
    /// <exception cref="IOException">The store cannot be read, or the port is in use.</exception>
    public static async Task<ViewerServer> StartAsync(StoreLocation location, ViewerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        options ??= new ViewerOptions();
        var origins = new AllowedOrigins(options.AllowedOrigins);
        var store = await ViewedStore.OpenAsync(location, options.CacheBytes, options.ServesPage, cancellationToken).ConfigureAwait(false);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var application = Build(options.Port);
        var handler = new RequestHandler(token, store, options.ServesPage, options.ProgramVersion, origins);
        application.Run(handler.HandleAsync);
        await StartAsync(application, options.Port, cancellationToken).ConfigureAwait(false);
        var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return new ViewerServer(application, store, new Uri($"http://127.0.0.1:{bound.Port}/{token}/{(options.ServesPage ? string.Empty : "data/")}"));
    }

    /// <summary>Stops the server. Requests that are running are aborted.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
        store.Dispose();
    }

    // The empty builder reads neither environment variables nor configuration files, which could add addresses to listen on.
    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestLineSize = 16 << 10;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    private static async Task StartAsync(WebApplication application, int port, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (error is IOException or SocketException)
            {
                throw new IOException($"port {port} of 127.0.0.1 cannot be used: {error.Message}", error);
            }

            throw;
        }
    }
}
