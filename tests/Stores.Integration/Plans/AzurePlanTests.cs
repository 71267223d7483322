using Stores.Integration.Azurite;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Plans;

/// <summary>Plans for a container.</summary>
public sealed class AzurePlanTests(AzuriteServer server) : PlanContract
{
    private protected override async Task<(IStore Store, string Address, Omezarr Program)> NewPlaceAsync()
    {
        var container = await server.NewContainerAsync();
        var account = container.Uri.AbsoluteUri[..^(container.Name.Length + 1)];
        return (new AzureBlobStore(container), $"az://{container.Name}/lab", new Omezarr(["--endpoint", account]));
    }
}
