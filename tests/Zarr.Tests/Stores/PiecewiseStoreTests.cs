using TestKit;

namespace Zarr.Tests.Stores;

public sealed class PiecewiseStoreTests : PiecewiseStoreContract<PiecewiseStore>
{
    protected override PiecewiseStore CreateStore() => new();
}
