using OmeZarr;
using TestKit;
using Xunit;

namespace Viewer.Browser;

/// <summary>What moves through an image: sliders, play; and windows that the metadata do not have.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AxesTests(BrowserFixture browser) : IDisposable
{
    private const string AtOne = "at=150,100,1";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_without_windows_shows_those_of_the_library()
    {
        var store = await Specimens.WriteWithoutWindowsAsync(folder["plain.ome.zarr"]);
        var image = await OmeImage.OpenAsync(store, cancellationToken: Cancel);
        await using var viewed = await ViewedPage.OpenAsync(browser, store, "#/?at=320,200,1", width: 1200);
        await viewed.WaitForPictureAsync();
        Pixels.Of(await image.RenderAsync(new RenderOptions { Size = 640 }, Cancel)).RequireEqual(await viewed.PictureAsync(640, 400));
        await viewed.ChangeAsync(page => page.PressAsync("]"));
        Pixels.Of(await image.RenderAsync(new RenderOptions { Size = 640, Z = 2 }, Cancel)).RequireEqual(await viewed.PictureAsync(640, 400));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Every_axis_has_a_slider()
    {
        var store = await Specimens.WritePhasesAsync(folder["phases.ome.zarr"]);
        var image = await OmeImage.OpenAsync(store, cancellationToken: Cancel);
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?{AtOne}");
        Pixels.Of(await image.RenderAsync(cancellationToken: Cancel)).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        await viewed.ChangeAsync(page => page.EvaluateAsync("(s => { s.value = 3; s.dispatchEvent(new Event('input')); })(document.querySelector(\"[data-axis='phase'] input\"))"));
        Assert.Equal("4 / 4", (await viewed.Page.TextAsync("[data-axis='phase'] .axis-text")).Trim());
        Pixels.Of(await image.RenderAsync(new RenderOptions { Others = [("phase", 3)] }, Cancel)).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        var hash = await viewed.HashAsync();
        Assert.Equal($"#/?axis=3,phase&{AtOne}", hash);
        await viewed.GoAsync(hash);
        await viewed.WaitForPictureAsync();
        Pixels.Of(await image.RenderAsync(new RenderOptions { Others = [("phase", 3)] }, Cancel)).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        await viewed.PointAtMiddleAsync();
        await viewed.Page.WaitForAsync("document.querySelector('.status .value')?.innerText.includes('275')"); // 3 * 80 + 150 / 10 + 100 / 5
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Play_shows_one_time_point_after_the_other_until_it_is_stopped()
    {
        var store = await Specimens.WriteImageAsync(folder["cells.ome.zarr"]);
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?{AtOne}");
        await viewed.Page.EvaluateAsync("window.seen = new Set(); new MutationObserver(() => seen.add(document.querySelector(\"[data-axis='t'] .axis-text\").innerText[0])).observe(document.querySelector('[data-shown]'), { attributes: true, attributeFilter: ['data-shown'] })");
        await viewed.Page.PressAsync(" ");
        await viewed.Page.WaitForAsync("seen.size === 3");
        await viewed.Page.PressAsync(" ");
        await viewed.Page.WaitForAsync("document.querySelector(\"[data-axis='t'] button\").getAttribute('aria-label') === 'Play t'");
        var time = int.Parse((await viewed.Page.TextAsync("[data-axis='t'] .axis-text"))[..1], System.Globalization.CultureInfo.InvariantCulture) - 1;
        await viewed.WaitForTilesAsync();
        var image = await OmeImage.OpenAsync(store, cancellationToken: Cancel);
        Pixels.Of(await image.RenderAsync(new RenderOptions { T = time }, Cancel)).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        viewed.RequireNoComplaints();
    }
}
