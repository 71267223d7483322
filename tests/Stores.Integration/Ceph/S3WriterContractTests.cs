using WriterContract;
using Xunit;
using Zarr.S3;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

/// <summary>Writers of images in a bucket.</summary>
public sealed class S3ImageWriterTests(CephServer server) : ImageWriterContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override StoreLocation NewLocation() => StoreLocation.In(bucket.Store, new StorePrefix("lab/image.ome.zarr"));
}

/// <summary>Builders in a bucket.</summary>
public sealed class S3BuilderTests(CephServer server) : BuilderContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override StoreLocation NewLocation() => StoreLocation.In(bucket.Store, new StorePrefix("lab/plate.ome.zarr"));
}

/// <summary>Builders in a bucket whose server is not trusted with conditions: one writer at a time.</summary>
public sealed class S3SingleBuilderTests(CephServer server) : BuilderContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override bool TakesSeveralWriters => false;

    protected override StoreLocation NewLocation() => StoreLocation.In(new S3Store(bucket.Client, bucket.Name, new S3Options { SingleWriter = true }), new StorePrefix("plate.ome.zarr"));
}
