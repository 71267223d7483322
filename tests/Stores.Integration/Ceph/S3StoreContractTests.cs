using TestKit;
using Xunit;
using Zarr.S3;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

public sealed class S3StoreContractTests(CephServer server) : StoreContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override IWritableStore CreateStore() => bucket.Store;
}

public sealed class S3ConditionalContractTests(CephServer server) : ConditionalStoreContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override IConditionalStore CreateStore() => bucket.Store;
}

/// <summary>Conditions checked by the store itself.</summary>
public sealed class S3SingleWriterContractTests(CephServer server) : ConditionalStoreContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override IConditionalStore CreateStore() => new S3Store(bucket.Client, bucket.Name, new S3Options { SingleWriter = true });
}

public sealed class S3StreamingContractTests(CephServer server) : StreamingStoreContract, IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);

    public ValueTask InitializeAsync() => bucket.InitializeAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    protected override IStreamingStore CreateStreamingStore() => bucket.Store;
}
