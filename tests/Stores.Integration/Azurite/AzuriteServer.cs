using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Stores.Integration.Azurite;
using Stores.Integration.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteServer))]

namespace Stores.Integration.Azurite;

/// <summary>Azurite, the emulator of Azure Blob Storage, in memory and on a free port.</summary>
public sealed class AzuriteServer : ServerFixture
{
    /// <summary>The account and the key of every emulator, from the documentation of Azure.</summary>
    public const string Account = "devstoreaccount1";
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Program = "azurite-blob";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private readonly string folder = Path.Join(Path.GetTempPath(), $"azurite-{Guid.NewGuid():N}");
    private Process? process;

    protected override string? Missing => OperatingSystem.IsWindows() ? "the tests start Azurite by a shell, which Windows does not have"
        : Commands.Exists(Program) ? null : "no Azurite: npm install --global azurite@3.35.0";

    /// <summary>The client of a new, empty container.</summary>
    /// <param name="policy">Sees every request of the client, also repeated ones; null for none.</param>
    public async Task<BlobContainerClient> NewContainerAsync(HttpPipelinePolicy? policy = null)
    {
        var name = $"tests-{Guid.NewGuid():N}";
        await new BlobContainerClient(ConnectionString(await EndpointAsync()), name).CreateAsync();
        return await ContainerAsync(name, policy);
    }

    /// <summary>A client of a container, which repeats failed requests without waiting long.</summary>
    public async Task<BlobContainerClient> ContainerAsync(string name, HttpPipelinePolicy? policy = null)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 6, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(20) } };
        if (policy is not null)
        {
            options.AddPolicy(policy, Azure.Core.HttpPipelinePosition.PerRetry);
        }

        return new BlobContainerClient(ConnectionString(await EndpointAsync()), name, options);
    }

    protected override async Task<Uri> StartAsync()
    {
        Directory.CreateDirectory(folder);
        var endpoint = new Uri($"http://127.0.0.1:{FreePort()}/{Account}");
        // Azurite ends with the process of the tests, whatever becomes of that.
        var script = $"{Program} --blobHost 127.0.0.1 --blobPort {endpoint.Port} --inMemoryPersistence --skipApiVersionCheck --disableTelemetry --silent >log 2>&1 & child=$!; "
            + $"trap 'kill $child' TERM; while kill -0 {Environment.ProcessId} 2>/dev/null && kill -0 $child 2>/dev/null; do sleep 1; done; kill $child";
        process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = folder }) ?? throw new InvalidOperationException("no shell was started");
        await WaitAsync(endpoint);
        return endpoint;
    }

    protected override async Task StopAsync()
    {
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
        await Task.CompletedTask;
    }

    private static string ConnectionString(Uri endpoint) => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={endpoint};";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(Uri endpoint)
    {
        using var client = new HttpClient();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < LongestStart && !process!.HasExited; await Task.Delay(100))
        {
            try
            {
                using var answer = await client.GetAsync(endpoint); // refused without credentials
                return;
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }
        }

        throw new InvalidOperationException($"{Program} does not answer at {endpoint}: {await File.ReadAllTextAsync(Path.Join(folder, "log"))}");
    }
}
