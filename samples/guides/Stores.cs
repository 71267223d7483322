using OmeZarr;
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

        // Only compiled: samples run without a network.
        Func<Task>[] overTheWeb = [OpenedAsync, CachedAsync];
        Console.WriteLine($"{overTheWeb.Length} ways to read over the web");
    }

    private static async Task OpenedAsync()
    {
        var image = await OmeImage.OpenAsync("https://example.org/cells.ome.zarr");
        Console.WriteLine(image);
    }

    private static async Task CachedAsync()
    {
        var server = new HttpStore(new Uri("https://example.org/cells.ome.zarr"), new HttpStoreOptions { MaxConcurrency = 16 });
        var cached = new CachedStore(server, maxBytes: 512 << 20, maxAge: TimeSpan.FromMinutes(10));
        var image = await OmeImage.OpenAsync(StoreLocation.In(cached, StorePrefix.Root));
        Console.WriteLine(image);
    }
}
