using Stores.Integration.Ceph;
using Xunit;
using Zarr.Stores;

namespace Stores.Integration.Plans;

/// <summary>Plans for a bucket.</summary>
public sealed class S3PlanTests(CephServer server) : PlanContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    private protected override async Task<(IStore Store, string Address, Omezarr Program)> NewPlaceAsync()
    {
        var endpoint = (await server.EndpointAsync()).ToString();
        var program = new Omezarr(["--endpoint", endpoint, "--region", "us-east-1"], ("AWS_ACCESS_KEY_ID", CephServer.AccessKey), ("AWS_SECRET_ACCESS_KEY", CephServer.SecretKey));
        return (bucket.Store, $"s3://{bucket.Name}/lab", program);
    }
}
