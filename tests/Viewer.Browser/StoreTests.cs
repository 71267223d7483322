using OmeZarr;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Viewer.Browser;

/// <summary>The page shows every kind of location.</summary>
[Collection(BrowserCollection.Name)]
public sealed class StoreTests(BrowserFixture browser) : IDisposable
{
    /// <summary>The address of an image on S3, such as <c>s3://bucket/cells.ome.zarr</c>; the connection is that of the environment.</summary>
    private const string S3Variable = "OMEZARR_TEST_S3_IMAGE";

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
        var address = Environment.GetEnvironmentVariable(S3Variable);
        Assert.SkipWhen(address is null, $"{S3Variable} names no image on S3: the page was not tried on S3");
        await using var viewed = await ViewedPage.ShowAsync(browser, StoreLocation.Parse(address!));
        viewed.RequireNoComplaints();
    }

    private async Task RequireSameAsync(StoreLocation location)
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, location, "#/?at=150,100,1");
        var image = await OmeImage.OpenAsync(location, cancellationToken: TestContext.Current.CancellationToken);
        Pixels.Of(await image.RenderAsync(cancellationToken: TestContext.Current.CancellationToken)).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        viewed.RequireNoComplaints();
    }
}
