using TestKit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class MemoryStoreTests : StoreContract
{
    protected override IWritableStore CreateStore() => new MemoryStore();
}
