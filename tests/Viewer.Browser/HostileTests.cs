using OmeZarr;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace Viewer.Browser;

/// <summary>Damaged and unusual stores: the page shows what can be read and says what cannot, and no script fails.</summary>
[Collection(BrowserCollection.Name)]
public sealed class HostileTests(BrowserFixture browser) : IDisposable
{
    private const string Failure = "document.querySelector('.failure')";
    private const string Notice = "document.querySelector('.notice.error')";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bool")]
    [InlineData("int64")]
    [InlineData("uint64")]
    [InlineData("float16")]
    [InlineData("complex64")]
    [InlineData("nan")]
    [InlineData("infinite")]
    [InlineData("constant")]
    public async Task Unusual_values_are_shown_as_the_library_shows_them(string kind)
    {
        var store = await OmeWriter.WriteImageAsync(folder["values.ome.zarr"], Image.FromDimensions([new Dimension("y"), new Dimension("x")], kind), Values(kind), cancellationToken: Cancel);
        var image = await OmeImage.OpenAsync(store, cancellationToken: Cancel);
        await using var viewed = await ViewedPage.ShowAsync(browser, store, "#/?at=20,15,1");
        Pixels.Of(await image.RenderAsync(cancellationToken: Cancel)).RequireEqual(await viewed.PictureAsync(40, 30));
        await viewed.PointAtMiddleAsync();
        await viewed.Page.WaitForAsync("document.querySelector('.status .value')?.innerText.length > 0");
        await viewed.Page.PressAsync("a");
        await viewed.WaitForTilesAsync();
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task A_missing_chunk_is_black_and_a_damaged_one_is_named()
    {
        var store = await Specimens.WriteTiledAsync(folder["tiled.ome.zarr"]);
        var chunk = Path.Join(store, "0", "c", "0", "0");
        File.Delete(chunk);
        await using (var viewed = await ViewedPage.ShowAsync(browser, store, "#/?at=300,250,1"))
        {
            viewed.RequireNoComplaints();
        }

        await File.WriteAllBytesAsync(chunk, [1, 2, 3], Cancel);
        await using var broken = await ViewedPage.OpenAsync(browser, store, "#/?at=300,250,1");
        await broken.Page.WaitForAsync(Notice);
        Assert.Contains("0/c/0/0", await broken.Page.TextAsync(".notice.error"), StringComparison.Ordinal);
        Assert.Empty(broken.Page.ScriptProblems);
    }

    [Fact]
    public async Task An_image_without_windows_opens_although_its_values_cannot_be_measured()
    {
        var store = await Specimens.WriteWithoutWindowsAsync(folder["plain.ome.zarr"]);
        foreach (var chunk in Directory.EnumerateFiles(Path.Join(store, "0", "c"), "*", SearchOption.AllDirectories))
        {
            await File.WriteAllBytesAsync(chunk, [1, 2, 3], Cancel);
        }

        await using var viewed = await ViewedPage.OpenAsync(browser, store);
        await viewed.Page.WaitForAsync("document.querySelector('.finding.error')?.innerText.includes('display windows')");
        Assert.Empty(viewed.Page.ScriptProblems);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"ome\":{\"version\":\"0.5\",\"multiscales\":[{\"axes\":[],\"datasets\":[]}]}}}")]
    [InlineData("{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"ome\":{\"version\":\"0.5\",\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"../..\"}]}]}}}")]
    [InlineData("{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"ome\":{\"version\":\"0.5\",\"plate\":{\"rows\":[],\"columns\":[],\"wells\":[]}}}}")]
    [InlineData("{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"ome\":{\"version\":\"0.5\",\"plate\":{\"rows\":[{\"name\":\"A\"}],\"columns\":[{\"name\":\"1\"}],\"wells\":[{\"path\":\"A/1\",\"rowIndex\":7,\"columnIndex\":-1}]}}}}")]
    [InlineData("{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"ome\":{\"version\":\"0.5\",\"well\":{\"images\":[]}}}}")]
    public async Task A_damaged_document_is_explained(string document)
    {
        Directory.CreateDirectory(folder["group.zarr/bad"]);
        await File.WriteAllTextAsync(folder["group.zarr/zarr.json"], "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}", Cancel);
        await File.WriteAllTextAsync(folder["group.zarr/bad/zarr.json"], document, Cancel);
        await using var viewed = await ViewedPage.OpenAsync(browser, folder["group.zarr"]);
        await viewed.Page.WaitForAsync("document.querySelector('.cards, .empty-text')");
        await viewed.GoAsync("#/bad");
        await viewed.Page.WaitForAsync($"{Failure}?.innerText.length > 40 || document.querySelector('.view .panel')");
        Assert.Empty(viewed.Page.ScriptProblems);
    }

    [Fact]
    public async Task An_image_without_pixels_is_explained()
    {
        var store = await OmeWriter.WriteImageAsync(folder["empty.ome.zarr"], Image.FromDimensions([new Dimension("y"), new Dimension("x")], "empty"), new byte[0, 7].AsSource(), cancellationToken: Cancel);
        await using var viewed = await ViewedPage.OpenAsync(browser, store);
        await viewed.Page.WaitForAsync(Failure);
        Assert.Contains("no pixels", await viewed.Page.TextAsync(".failure"), StringComparison.Ordinal);
        Assert.Empty(viewed.Page.ScriptProblems);
    }

    [Fact]
    public async Task Of_thousands_of_channels_the_first_are_shown_and_measured()
    {
        var store = await OmeWriter.WriteImageAsync(
            folder["many.ome.zarr"], Image.FromDimensions([Dimension.Channel(), new Dimension("y"), new Dimension("x")], "many"), ArraySource.FromFunction<ushort>([5000, 8, 8], (region, values) => values.Fill((ushort)region.Offset[0])), new WriteOptions { Chunks = ChunkShape.Of(100, 8, 8) }, cancellationToken: Cancel);
        await using var viewed = await ViewedPage.ShowAsync(browser, store);
        Assert.Equal(1024, (await viewed.Page.EvaluateAsync("document.querySelectorAll('.channel').length"))!.GetValue<double>());
        Assert.Equal(7, (await viewed.Page.EvaluateAsync("document.querySelectorAll('.channel:not(.off)').length"))!.GetValue<double>());
        await viewed.ChangeAsync(page => page.ClickAsync("[data-channel='1000'] .switch"));
        await viewed.Page.WaitForAsync("document.querySelector(\"[data-channel='1000'] .numbers input:last-of-type\").value === '1000'");
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task A_label_image_is_shown_without_the_image_that_it_describes()
    {
        var store = await Specimens.WriteImageAsync(folder["cells.ome.zarr"]);
        Directory.Move(Path.Join(store, "labels", "nuclei"), folder["nuclei.ome.zarr"]);
        await using var viewed = await ViewedPage.ShowAsync(browser, folder["nuclei.ome.zarr"]);
        Assert.Contains("Label image", await viewed.Page.TextAsync(".panel"), StringComparison.OrdinalIgnoreCase);
        viewed.RequireNoComplaints();
        await using var without = await ViewedPage.ShowAsync(browser, store); // whose list names a label image that is not there
        Assert.Empty(without.Page.ScriptProblems);
    }

    private static IArraySource Values(string kind)
    {
        return kind switch
        {
            "bool" => Made(i => i % 3 == 0),
            "int64" => Made(i => (long)i * long.MaxValue / 1200 * (i % 2 == 0 ? 1 : -1)),
            "uint64" => Made(i => ulong.MaxValue / 1200 * (ulong)i),
            "float16" => Made(i => (Half)(i / 7.0)),
            "complex64" => Made(i => new Complex64(i, -i)),
            "nan" => Made(_ => float.NaN),
            "infinite" => Made(i => i % 3 == 0 ? double.PositiveInfinity : i % 3 == 1 ? double.NegativeInfinity : i * 1e300),
            _ => Made(_ => (ushort)7),
        };

        static IArraySource Made<T>(Func<int, T> value)
            where T : unmanaged
        {
            var values = new T[30, 40];
            for (var i = 0; i < values.Length; i++)
            {
                values[i / 40, i % 40] = value(i);
            }

            return values.AsSource();
        }
    }
}
