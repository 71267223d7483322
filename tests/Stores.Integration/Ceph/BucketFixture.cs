using Amazon.S3;
using Xunit;
using Zarr.S3;

namespace Stores.Integration.Ceph;

/// <summary>An empty bucket for one test.</summary>
internal sealed class BucketFixture(CephServer server) : IAsyncLifetime
{
    private AmazonS3Client? client;

    internal string Name { get; private set; } = string.Empty;

    internal AmazonS3Client Client => client ?? throw new InvalidOperationException("the bucket is not made yet");

    internal S3Store Store => new(Client, Name);

    public async ValueTask InitializeAsync()
    {
        client = await server.ClientAsync();
        Name = await server.BucketAsync();
    }

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        return ValueTask.CompletedTask;
    }
}
