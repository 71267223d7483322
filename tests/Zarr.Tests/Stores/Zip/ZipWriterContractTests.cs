using TestKit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Zip;

public sealed class ZipWriterContractTests : StoreContract, IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    protected override IWritableStore CreateStore() => archives.Begin();
}

public sealed class ZipWriterPiecewiseTests : PiecewiseStoreContract<ZipWriter>, IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    protected override ZipWriter CreateStore() => archives.Begin();
}
