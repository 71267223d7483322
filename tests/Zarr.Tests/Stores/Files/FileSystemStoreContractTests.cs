using TestKit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class FileSystemStoreContractTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override IWritableStore CreateStore() => new FileSystemStore(folder[$"{Guid.NewGuid():N}.zarr"]);

    protected override bool HasFolders => true;
}
