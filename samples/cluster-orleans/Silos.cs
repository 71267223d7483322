using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterOrleans;

/// <summary>Starts the silos: one in this process, others in processes of their own. On real machines a membership table takes the place of the address of the first silo.</summary>
internal static class Silos
{
    /// <summary>The argument with which this program becomes another silo.</summary>
    internal const string Command = "silo";

    /// <summary>A port that nobody uses.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a silo in this process.</summary>
    /// <param name="first">The port of the first silo.</param>
    /// <param name="port">The port of this silo.</param>
    internal static async Task<IHost> StartAsync(int first, int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, FreePort(), new IPEndPoint(IPAddress.Loopback, first)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Starts another process with a silo. It ends when its standard input does.</summary>
    internal static Process StartProcess(int first)
    {
        var program = Environment.ProcessPath ?? "dotnet";
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetExecutingAssembly().Location] : [];
        return Process.Start(new ProcessStartInfo(program, [.. assembly, Command, $"{first}"]) { RedirectStandardInput = true }) ?? throw new InvalidOperationException($"{program} does not start");
    }
}
