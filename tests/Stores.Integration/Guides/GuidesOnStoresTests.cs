using Guides;
using OmeZarr;
using Stores.Integration.Azurite;
using Stores.Integration.Ceph;
using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Guides;

/// <summary>
/// The code of the guides at other locations than folders. What names files or folders by itself is left out: damaged chunks and the store of a folder in "read a region", a backend that writes files,
/// codecs in a folder, and the page for users of yaozarrs, which compares paths.
/// </summary>
public sealed class GuidesOnStoresTests(AzuriteServer azurite, CephServer ceph, WebServer server) : IDisposable
{
    private static readonly string Cells = Path.Join(SharedData.RepositoryRoot, "samples", "cells.tif");
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public async Task On_az()
    {
        var store = new AzureBlobStore(await azurite.NewContainerAsync());
        await RunAsync(name => StoreLocation.In(store, new StorePrefix("guides") / name));
    }

    [Fact]
    public async Task On_s3()
    {
        var bucket = new BucketFixture(ceph);
        await bucket.InitializeAsync();
        await RunAsync(name => StoreLocation.In(bucket.Store, new StorePrefix("guides") / name));
        await bucket.DisposeAsync();
    }

    [Fact]
    public async Task Over_http_what_reads()
    {
        await RunAsync(name => Path.Join(folder.Path, name));
        var served = await server.ServeAsync(folder.Path);
        await ReadAsync(name => $"{served.Address.AbsoluteUri}/{name}", canList: false);
    }

    [Fact]
    public async Task From_archives_what_reads()
    {
        await RunAsync(name => Path.Join(folder.Path, name));
        foreach (var hierarchy in Directory.GetDirectories(folder.Path, "*.ome.zarr"))
        {
            await StoreCopy.CopyAsync(hierarchy, $"{hierarchy}.ozx", cancellationToken: TestContext.Current.CancellationToken);
            Directory.Delete(hierarchy, recursive: true);
        }

        await ReadAsync(name => Path.Join(folder.Path, name.Replace(".ome.zarr", ".ome.zarr.ozx", StringComparison.Ordinal)), canList: true);
    }

    /// <summary>Everything, in the order of the program.</summary>
    private async Task RunAsync(Func<string, StoreLocation> place)
    {
        Environment.CurrentDirectory = folder.Path; // for the pictures and TIFF files
        Place.Set(place, place);
        await WriteAnImage.RunAsync(Cells);
        await ReadARegion.OpenAsync();
        await ReadARegion.RegionsAsync();
        await ReadARegion.ChangeAsync();
        await Metadata.RunAsync();
        await ChunksAndShards.RunAsync();
        await Pyramids.RunAsync();
        await Labels.RunAsync();
        await Export.RunAsync();
        await Metadata.ChangeAsync();
        await Collections.RunAsync();
        await Plates.RunAsync();
        await Validate.RunAsync();
        await Pictures.RunAsync();
        await WriteAnImage.FromFileAsync("cells.png");
        await BesideDrawing.RunAsync();
        var image = await OmeImage.OpenAsync(place("drawing.ome.zarr"));
        Assert.NotEmpty(image.Levels);
    }

    /// <summary>What does not write.</summary>
    private async Task ReadAsync(Func<string, StoreLocation> place, bool canList)
    {
        Environment.CurrentDirectory = folder.Path;
        Place.Set(place, _ => throw new InvalidOperationException("nothing is written here"));
        if (canList)
        {
            await ReadARegion.OpenAsync();
        }
        else
        {
            await Assert.ThrowsAsync<NotSupportedException>(ReadARegion.OpenAsync); // its last lines list the children of a group
        }

        await ReadARegion.RegionsAsync();
        await Metadata.RunAsync();
        await Labels.ReadAsync();
        File.Delete("labelled.ome.tif");
        await Export.RunAsync();
        await Collections.ReadAsync();
        await Plates.ReadAsync();
        await Validate.RunAsync();
        await Pictures.RenderAsync();
        await Pictures.PlateAsync();
    }
}
