using Azure.Storage.Blobs;
using TestKit;
using Xunit;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Azurite;

public sealed class AzuriteStoreTests(AzuriteServer server) : StoreContract, IAsyncLifetime
{
    private BlobContainerClient container = null!;

    public async ValueTask InitializeAsync() => container = await server.NewContainerAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IWritableStore CreateStore() => new AzureBlobStore(container, new AzureBlobOptions { BlockBytes = 1 << 20 });
}

public sealed class AzuriteConditionalStoreTests(AzuriteServer server) : ConditionalStoreContract, IAsyncLifetime
{
    private BlobContainerClient container = null!;

    public async ValueTask InitializeAsync() => container = await server.NewContainerAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IConditionalStore CreateStore() => new AzureBlobStore(container);
}
