using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using TestKit;
using Zarr.S3;

namespace Soak.Stores;

/// <summary>A bucket of an S3 server in memory (<c>tests/Stores.Integration/Ceph/gateway</c>), which this process starts and its children use too, by variables of the environment.</summary>
internal sealed class S3Gateway : IDisposable
{
    private const string AccessKey = "TESTKEY";
    private const string SecretKey = "TESTSECRET";

    private readonly string? folder;

    private S3Gateway(string? folder, string bucket) => (this.folder, Bucket) = (folder, bucket);

    /// <summary>Name of an empty bucket.</summary>
    internal string Bucket { get; }

    private static string Script => Path.Join(SharedData.RepositoryRoot, "tests", "Stores.Integration", "Ceph", "gateway");

    /// <summary>Starts the server, or takes the one that the variable <c>TESTS_CEPH</c> names.</summary>
    internal static async Task<S3Gateway> StartAsync()
    {
        var folder = Path.Join(Path.GetTempPath(), $"ceph-{Guid.NewGuid():N}");
        var running = Environment.GetEnvironmentVariable("TESTS_CEPH");
        var endpoint = running ?? await RunAsync("start", folder);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_S3", endpoint);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretKey);
        var bucket = $"soak-{Guid.NewGuid():N}";
        using var client = new AmazonS3Client(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config { ServiceURL = endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await client.PutBucketAsync(bucket);
        S3Stores.Register();
        return new S3Gateway(running is null ? folder : null, bucket);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder is not null)
        {
            using var stop = Process.Start(Script, ["stop", folder]);
            stop.WaitForExit();
            Directory.Delete(folder, recursive: true);
            File.Delete($"{folder}.log");
        }
    }

    private static async Task<string> RunAsync(string verb, string folder)
    {
        var start = new ProcessStartInfo(Script, [verb, folder]) { RedirectStandardOutput = true };
        start.Environment["GATEWAY_OWNER"] = $"{Environment.ProcessId}";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException("the S3 server does not start; it needs the packages radosgw ceph-mon ceph-osd ceph-common");
    }
}
