using TestKit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class MemoryStoreTests : StoreContract
{
    protected override IWritableStore CreateStore() => new MemoryStore();
}

public sealed class MemoryStoreConditionTests : ConditionalStoreContract
{
    protected override IConditionalStore CreateStore() => new MemoryStore();
}
