using OmeZarr;
using Zarr.Azure;
using Zarr.S3;
using Zarr.Stores;

namespace Guides;

/// <summary>The code of docs/guide/stores.md.</summary>
internal static class Stores
{
    internal static async Task RunAsync()
    {
        var store = new MemoryStore();
        var location = StoreLocation.In(store, new StorePrefix("screens/cells.ome.zarr"));
        await CopyAsync("labelled.ome.zarr", location);
        await ReadAsync(location);
        await ChangeAsync(location);
        await RegisterAsync();

        // Only compiled: samples run without a network.
        Func<Task>[] overTheWeb = [OpenedAsync, CachedAsync, InABucketAsync, InAContainerAsync];
        Console.WriteLine($"{overTheWeb.Length} ways to read over the web");
    }

    private static async Task CopyAsync(StoreLocation from, StoreLocation to) => await StoreCopy.CopyAsync(from, to);

    private static async Task ReadAsync(StoreLocation location)
    {
        var image = await OmeImage.OpenAsync(location);
        var plane = await image.Levels[0][0, .., ..].ReadAsync<ushort>();
        var report = await OmeStoreValidator.ValidateAsync(location);
        Console.WriteLine($"{location}: {plane.Length} pixels, {(report.IsValid ? "valid" : "not valid")}");
    }

    private static async Task ChangeAsync(StoreLocation location)
    {
        await OmeMetadataEditor.SetAsync(location, new ImageChanges { Name = "day 2" });
        await OmePyramid.AddLevelsAsync(location, Pyramid.Of(2), new WriteOptions { Overwrite = true });
    }

    private static async Task RegisterAsync()
    {
        StoreLocation.Register(new LabScheme());
        var location = StoreLocation.Parse("lab://shelf/cells.ome.zarr", new StoreConnection { Endpoint = new Uri("http://localhost:9000") });
        await CopyAsync("labelled.ome.zarr", location);
        Console.WriteLine((await OmeImage.OpenAsync("lab://shelf/cells.ome.zarr")).Multiscale.Name);
    }

    private static async Task OpenedAsync()
    {
        var image = await OmeImage.OpenAsync("https://example.org/cells.ome.zarr");
        Console.WriteLine(image);
    }

    private static async Task InABucketAsync()
    {
        S3Stores.Register();
        var image = await OmeImage.OpenAsync("s3://bucket/cells.ome.zarr");
        Console.WriteLine(image);
    }

    private static async Task InAContainerAsync()
    {
        StoreLocation.Register(new AzureScheme());
        var image = await OmeImage.OpenAsync("az://images/cells.ome.zarr");
        Console.WriteLine(image);
    }

    private static async Task CachedAsync()
    {
        var server = new HttpStore(new Uri("https://example.org/cells.ome.zarr"), new HttpStoreOptions { MaxConcurrency = 16 });
        var cached = new CachedStore(server, maxBytes: 512 << 20, maxAge: TimeSpan.FromMinutes(10));
        var image = await OmeImage.OpenAsync(StoreLocation.In(cached, StorePrefix.Root));
        Console.WriteLine(image);
    }

    /// <summary>Addresses such as <c>lab://shelf/cells.ome.zarr</c>; each shelf is a store in memory.</summary>
    private sealed class LabScheme : IStoreScheme
    {
        private readonly MemoryStore shelf = new();

        public string Name => "lab";

        public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection) =>
            (shelf, new StorePrefix(address["lab://shelf/".Length..]));
    }
}
