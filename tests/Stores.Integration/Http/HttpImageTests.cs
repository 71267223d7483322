using OmeZarr;
using OmeZarr.V05;
using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace Stores.Integration.Http;

/// <summary>Images through HTTP: the same as from the folder, by few requests.</summary>
public sealed class HttpImageTests(WebServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["cells.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_of_five_levels_is_opened_by_six_requests_in_two_rounds()
    {
        await WriteAsync();
        var served = await server.ServeAsync(Root, new() { Latency = TimeSpan.FromMilliseconds(50) });
        var image = await OmeImage.OpenAsync(served.Address.AbsoluteUri);
        Assert.Equal(5, image.Levels.Count);
        Assert.Equal(6, served.Log.Count);
        Assert.InRange(served.MostAtOnce, 2, 5);
        Assert.Equal("zarr.json", served.Log[0].Path);
    }

    [Fact]
    public async Task Consolidated_metadata_save_requests_on_a_server_and_old_ones_give_no_elements()
    {
        await WriteAsync();
        await CopiedMetadata.AddAsync(Root);
        var served = await server.ServeAsync(Root);
        var image = await OmeImage.OpenAsync(served.Address.AbsoluteUri);
        Assert.Equal((5, 3), (image.Levels.Count, served.Log.Count)); // the group, and the first and last level to compare
        Assert.Equal(await (await OmeImage.OpenAsync(Root)).Levels[2].ReadAsync<ushort>(), await image.Levels[2].ReadAsync<ushort>());
        await CopiedMetadata.ShrinkAsync(Root, level: 2);
        var old = await OmeImage.OpenAsync(served.Address.AbsoluteUri);
        await Assert.ThrowsAsync<NodeReplacedException>(() => old.Levels[2].ReadAsync<ushort>());
    }

    [Fact]
    public async Task Pictures_trees_and_reports_are_those_of_the_folder()
    {
        await WriteAsync();
        var served = await server.ServeAsync(Root);
        StoreLocation location = served.Address.AbsoluteUri;
        var (here, there) = (await OmeImage.OpenAsync(Root), await OmeImage.OpenAsync(location));
        Assert.Equal((await here.RenderAsync()).EncodePng(), (await there.RenderAsync()).EncodePng());
        Assert.Equal((await OmeTree.ReadAsync(Root)).Levels, (await OmeTree.ReadAsync(location)).Levels);
        Assert.Equal("0.5", (await OmeDocument.LoadAsync(location)).Version);
        var report = await OmeStoreValidator.ValidateAsync(location);
        Assert.Empty(report.Findings);
        Assert.False(report.WasListed);
        Assert.All(served.Log, request => Assert.DoesNotContain("//", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_hierarchy_and_a_server_that_is_not_there_are_typed_errors()
    {
        var served = await server.ServeAsync(Root);
        var missing = await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeStore.OpenAsync(served.Address.AbsoluteUri));
        Assert.Contains(served.Address.AbsoluteUri, missing.Message, StringComparison.Ordinal);
        var store = new HttpStore(new Uri("http://127.0.0.1:9/"), new() { Retries = 0 });
        await Assert.ThrowsAsync<HttpStoreException>(() => OmeStore.OpenAsync(store, StorePrefix.Root));
    }

    private async Task WriteAsync()
    {
        var pixels = new ushort[2, 160, 200];
        foreach (var (i, _) in pixels.Cast<ushort>().Index())
        {
            pixels[i / 32000, i / 200 % 160, i % 200] = (ushort)(i * 31);
        }

        var image = Image.FromDimensions([Dimension.Z(), Dimension.Y(0.5), Dimension.X(0.5)]);
        await OmeWriter.WriteImageAsync(Root, image, pixels.AsSource(), new WriteOptions { Overwrite = true, Pyramid = Pyramid.Of(5, ("y", 2), ("x", 2)) });
    }
}
