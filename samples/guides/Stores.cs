using Zarr.Stores;

namespace Guides;

/// <summary>The code of docs/guide/stores.md.</summary>
internal static class Stores
{
    internal static void Run()
    {
        var store = new MemoryStore();
        var location = StoreLocation.In(store, new StorePrefix("screens/cells.ome.zarr"));
        Console.WriteLine(location);
    }
}
