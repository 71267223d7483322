using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Locations;

public sealed class ArchiveLocationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cells.ozx", "cells.ozx", "")]
    [InlineData("CELLS.OZX", "CELLS.OZX", "")]
    [InlineData("cells.ome.zarr.zip/", "cells.ome.zarr.zip", "")]
    [InlineData("a/cells.ozx/labels/cells", "a/cells.ozx", "labels/cells")]
    [InlineData("a.zip/b.ozx/0", "a.zip", "b.ozx/0")]
    [InlineData("/data/cells.zip/A/1", "/data/cells.zip", "A/1")]
    [InlineData("file:///data/my%20cells.ozx/A", "/data/my cells.ozx", "A")]
    public void A_name_with_the_ending_is_an_archive_and_what_follows_is_a_path_in_it(string text, string archive, string below)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && text.StartsWith("file", StringComparison.Ordinal), "a file URL without a drive names nothing on Windows");
        StoreLocation location = text;
        Assert.Equal((null, archive), (location.Folder, location.Archive));
        Assert.Equal(below, location.Open().Path.Value);
    }

    [Theory]
    [InlineData("cells.ome.zarr")]
    [InlineData(".zip")]
    [InlineData("a/.ozx/b")]
    [InlineData("cells.zipped")]
    [InlineData("ozx/zip")]
    public void Other_names_are_folders(string text)
    {
        StoreLocation location = text;
        Assert.Equal((text, null), (location.Folder, location.Archive));
    }

    [Fact]
    public async Task A_folder_with_such_a_name_is_a_folder_and_may_hold_archives()
    {
        Directory.CreateDirectory(folder["all.zip/x.ozx"]);
        Assert.Equal(folder["all.zip"], StoreLocation.Parse(folder["all.zip"]).Folder);
        Assert.Equal(folder["all.zip/x.ozx/0"], StoreLocation.Parse(folder["all.zip/x.ozx/0"]).Folder);
        await using (var writer = new ZipWriter(folder["all.zip/y.ozx"]))
        {
            await writer.WriteAsync("a/b", 7);
            await writer.PublishAsync(TestContext.Current.CancellationToken);
        }

        var (store, path) = StoreLocation.Parse(folder["all.zip/y.ozx/a"]).Open();
        Assert.Equal([7], await store.ReadAsync(path.Key("b").Value));
        Assert.Equal([7], await StoreLocation.Parse(folder["all.zip/y.ozx"]).Below("a").Open().Store.ReadAsync("a/b"));
    }

    [Theory]
    [InlineData("archives://bucket/x/cells.ozx", "archives://bucket/x", "cells.ozx", "")]
    [InlineData("archives://bucket/cells.ozx/labels/a?version=3", "archives://bucket?version=3", "cells.ozx", "labels/a")]
    [InlineData("archives://cells.zip/b.ozx", "archives://cells.zip", "b.ozx", "")]
    [InlineData("archives://bucket/a%20b.ozx", "archives://bucket", "a%20b.ozx", "")]
    public async Task Addresses_lead_into_archives_too(string text, string asked, string name, string below)
    {
        var scheme = new Recording();
        await scheme.Store.WriteAsync(name, await File.ReadAllBytesAsync(await ArchiveAsync(), TestContext.Current.CancellationToken));
        StoreLocation.Register(scheme);
        var (store, path) = StoreLocation.Parse(text).Open();
        Assert.Equal((asked, below), (scheme.Asked, path.Value));
        Assert.Equal([7], await store.ReadAsync("a"));
    }

    [Fact]
    public void The_host_of_an_address_is_no_archive()
    {
        StoreLocation.Register(new Recording());
        Assert.IsType<MemoryStore>(StoreLocation.Parse("archives://data.zip").Open().Store);
    }

    private async Task<string> ArchiveAsync()
    {
        await using var writer = new ZipWriter(folder["one.zip"]);
        await writer.WriteAsync("a", 7);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        return writer.Path;
    }

    private sealed class Recording : IStoreScheme
    {
        internal MemoryStore Store { get; } = new();

        internal string? Asked { get; private set; }

        public string Name => "archives";

        public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection)
        {
            Asked = address;
            return (Store, StorePrefix.Root);
        }
    }
}
