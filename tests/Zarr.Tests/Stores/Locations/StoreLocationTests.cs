using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Locations;

public sealed class StoreLocationTests
{
    [Theory]
    [InlineData("cells.ome.zarr", "cells.ome.zarr")]
    [InlineData("./a/b", "./a/b")]
    [InlineData(@"C:\data\cells.ome.zarr", @"C:\data\cells.ome.zarr")]
    [InlineData("C://data", "C://data")]
    [InlineData("file:///data/my%20cells.ome.zarr", "/data/my cells.ome.zarr")]
    public void Paths_and_file_urls_are_folders(string text, string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && text.StartsWith("file", StringComparison.Ordinal), "a file URL without a drive names nothing on Windows");
        StoreLocation location = text;
        Assert.Equal(folder, location.Folder);
    }

    [Fact]
    public void An_unknown_scheme_names_the_way_out()
    {
        var error = Assert.Throws<ArgumentException>(() => StoreLocation.Parse("gopher://host/cells.ome.zarr"));
        Assert.Contains("register it by StoreLocation.Register", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_scheme_opens_its_addresses()
    {
        var store = new MemoryStore();
        await store.WriteAsync("bucket/a/x", 7);
        StoreLocation.Register(new OneStore(store));
        var location = StoreLocation.Parse("testmemory://bucket");
        Assert.Null(location.Folder);
        var (opened, path) = location.Below("a").Open();
        Assert.Equal([7], await opened.ReadAsync(path.Key("x").Value));
        Assert.Equal("testmemory://bucket/a", location.Below("a").ToString());
    }

    [Fact]
    public async Task A_path_in_a_store_is_a_location()
    {
        var store = new MemoryStore();
        await ZarrGroup.CreateAsync(store, new StorePrefix("a/b"), cancellationToken: TestContext.Current.CancellationToken);
        var group = await ZarrGroup.OpenAsync(StoreLocation.In(store, new StorePrefix("a")).Below("b"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("a/b", group.Path.Value);
    }

    private sealed class OneStore(MemoryStore store) : IStoreScheme
    {
        public string Name => "testmemory";

        public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection) => (store, new StorePrefix(address["testmemory://".Length..]));
    }
}
