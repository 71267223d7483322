using Amazon.Runtime;
using Amazon.S3;
using Stores.Integration.Ceph;
using Stores.Integration.Servers;
using TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(CephServer))]

namespace Stores.Integration.Ceph;

/// <summary>The object gateway of Ceph, which speaks the protocol of S3. The script <c>gateway</c> beside this file starts it in memory.</summary>
public sealed class CephServer : ServerFixture
{
    public const string AccessKey = "TESTKEY";
    public const string SecretKey = "TESTSECRET";

    private readonly string folder = Path.Join(Path.GetTempPath(), $"ceph-{Guid.NewGuid():N}");

    protected override string? Missing => !OperatingSystem.IsLinux() ? "the object gateway of Ceph runs on Linux only"
        : new[] { "radosgw", "ceph-mon", "ceph-osd", "ceph" }.All(Commands.Exists) ? null
        : "no object gateway of Ceph: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common";

    private static string? Running => Environment.GetEnvironmentVariable("TESTS_CEPH");

    private static string Script => Path.Join(SharedData.RepositoryRoot, "tests", "Stores.Integration", "Ceph", "gateway");

    /// <summary>A client that does not repeat requests.</summary>
    /// <param name="handler">Changes what is sent and received; null for nothing.</param>
    public async Task<AmazonS3Client> ClientAsync(Func<HttpMessageHandler, HttpMessageHandler>? handler = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = (await EndpointAsync()).ToString(),
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            HttpClientFactory = handler is null ? null : new ChangedClients(handler),
        };
        return new AmazonS3Client(new BasicAWSCredentials(AccessKey, SecretKey), config);
    }

    /// <summary>Makes an empty bucket.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> BucketAsync()
    {
        using var client = await ClientAsync();
        var name = $"tests-{Guid.NewGuid():N}";
        await client.PutBucketAsync(name);
        return name;
    }

    // A gateway that runs already saves its start while tests are written.
    protected override async Task<Uri> StartAsync() => new(Running ?? (await Commands.RunAsync(Script, "start", folder)).Trim());

    protected override async Task StopAsync()
    {
        if (Running is not null)
        {
            return;
        }

        await Commands.RunAsync(Script, "stop", folder);
        Directory.Delete(folder, recursive: true);
        File.Delete($"{folder}.log");
    }

    private sealed class ChangedClients(Func<HttpMessageHandler, HttpMessageHandler> handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler(new SocketsHttpHandler())) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
