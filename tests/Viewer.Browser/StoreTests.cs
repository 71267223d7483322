using Amazon.Runtime;
using OmeZarr;
using Stores.Integration.Ceph;
using TestKit;
using Xunit;
using Zarr.S3;
using Zarr.Stores;

namespace Viewer.Browser;

/// <summary>The page shows every kind of location.</summary>
[Collection(BrowserCollection.Name)]
public sealed class StoreTests(BrowserFixture browser, CephServer ceph) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_store_that_is_no_folder()
    {
        var files = new FileSystemStore(await Specimens.WriteImageAsync(folder["cells.ome.zarr"]));
        await RequireSameAsync(StoreLocation.In(new CountingStore(files), StorePrefix.Root));
    }

    [Fact]
    public async Task An_archive()
    {
        var written = await Specimens.WriteImageAsync(folder["cells.ome.zarr"]);
        await System.IO.Compression.ZipFile.CreateFromDirectoryAsync(
            written, folder["cells.ozx"], System.IO.Compression.CompressionLevel.NoCompression, includeBaseDirectory: false, TestContext.Current.CancellationToken);
        await RequireSameAsync(StoreLocation.Parse(folder["cells.ozx"]));
    }

    [Fact]
    public async Task An_object_store()
    {
        var connection = new StoreConnection { Endpoint = await ceph.EndpointAsync() };
        S3Stores.Register(new S3Options { Credentials = new BasicAWSCredentials(CephServer.AccessKey, CephServer.SecretKey) });
        var location = StoreLocation.Parse($"s3://{await ceph.BucketAsync()}/cells.ome.zarr", connection);
        await Specimens.WriteImageAsync(location);
        await RequireSameAsync(location);
    }

    private async Task RequireSameAsync(StoreLocation location)
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, location, "#/?at=150,100,1");
        var image = await OmeImage.OpenAsync(location, cancellationToken: TestContext.Current.CancellationToken);
        Pixels.Of(await image.RenderAsync(cancellationToken: TestContext.Current.CancellationToken)).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        viewed.RequireNoComplaints();
    }
}
