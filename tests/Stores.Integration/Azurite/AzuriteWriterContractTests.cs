using Azure.Storage.Blobs;
using WriterContract;
using Xunit;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Azurite;

/// <summary>Writers of images in a container.</summary>
public sealed class AzureImageWriterTests(AzuriteServer server) : ImageWriterContract, IAsyncLifetime
{
    private BlobContainerClient container = null!;

    public async ValueTask InitializeAsync() => container = await server.NewContainerAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override StoreLocation NewLocation() => StoreLocation.In(new AzureBlobStore(container), new StorePrefix("lab/image.ome.zarr"));
}

/// <summary>Builders in a container.</summary>
public sealed class AzureBuilderTests(AzuriteServer server) : BuilderContract, IAsyncLifetime
{
    private BlobContainerClient container = null!;

    public async ValueTask InitializeAsync() => container = await server.NewContainerAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override StoreLocation NewLocation() => StoreLocation.In(new AzureBlobStore(container), new StorePrefix("lab/plate.ome.zarr"));
}
