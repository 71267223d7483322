using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Viewer;
using Viewer.Browser.Chromium;
using Xunit;
using Zarr.Stores;

namespace Viewer.Browser;

/// <summary>A store in the viewer, and the viewer in a browser.</summary>
internal sealed class ViewedPage : IAsyncDisposable
{
    private const string Shown = "document.querySelector('[data-shown]')";

    private readonly ViewerServer server;

    private ViewedPage(ViewerServer server, BrowserPage page) => (this.server, Page) = (server, page);

    internal BrowserPage Page { get; }

    /// <summary>Opens the page at an address such as <c>#/A/1/0?z=2</c>.</summary>
    internal static async Task<ViewedPage> OpenAsync(BrowserFixture browser, StoreLocation location, string hash = "", int width = 1000, int height = 700)
    {
        var page = await browser.OpenAsync(width, height);
        var server = await ViewerServer.StartAsync(location, cancellationToken: TestContext.Current.CancellationToken);
        var viewed = new ViewedPage(server, page);
        await viewed.GoAsync(hash);
        return viewed;
    }

    internal async Task GoAsync(string hash)
    {
        await Page.GoAsync("about:blank");
        await Page.GoAsync(server.Address + hash);
    }

    /// <summary>Opens the page and waits until the picture is complete.</summary>
    internal static async Task<ViewedPage> ShowAsync(BrowserFixture browser, StoreLocation location, string hash = "")
    {
        var viewed = await OpenAsync(browser, location, hash);
        await viewed.WaitForPictureAsync();
        return viewed;
    }

    internal async Task WaitForPictureAsync()
    {
        await Page.WaitForAsync(Shown);
        await SettleAsync();
    }

    /// <summary>Does something, and waits until a new picture is in the place of the old one.</summary>
    internal async Task ChangeAsync(Func<BrowserPage, Task> change)
    {
        var before = (await Page.EvaluateAsync($"{Shown}.dataset.shown"))!.GetValue<string>();
        await change(Page);
        await Page.WaitForAsync($"{Shown}.dataset.shown !== '{before}'");
        await SettleAsync();
    }

    /// <summary>The part of the address after <c>#</c>, when it was written.</summary>
    internal async Task<string> HashAsync()
    {
        await Task.Delay(500, TestContext.Current.CancellationToken);
        return (await Page.EvaluateAsync("location.hash"))!.GetValue<string>();
    }

    /// <summary>The part of the screen that shows the whole image of so many pixels, when each takes <paramref name="zoom"/> pixels of the screen.</summary>
    internal async Task<Pixels> PictureAsync(int width, int height, int zoom = 1)
    {
        var stage = await Page.EvaluateAsync("(b => [b.x, b.y, b.width, b.height])(document.querySelector('.stage').getBoundingClientRect())");
        var (x, y) = (Middle(stage!, 0, width * zoom), Middle(stage!, 1, height * zoom));
        return await Pixels.DecodeAsync(await Page.PictureAsync(x, y, width * zoom, height * zoom));
    }

    /// <summary>The address of an image at the middle of the stage, so that its pixels are on pixels of the screen.</summary>
    internal static string At(int width, int height, int zoom = 1) => string.Create(CultureInfo.InvariantCulture, $"at={width / 2.0},{height / 2.0},{zoom}");

    /// <summary>The middle of the stage on the screen.</summary>
    internal async Task<(double X, double Y)> MiddleAsync()
    {
        var middle = await Page.EvaluateAsync("(b => [b.x + Math.floor(b.width / 2) + 0.5, b.y + Math.floor(b.height / 2) + 0.5])(document.querySelector('.stage').getBoundingClientRect())");
        return (middle![0]!.GetValue<double>(), middle[1]!.GetValue<double>());
    }

    internal async Task PointAtMiddleAsync()
    {
        var (x, y) = await MiddleAsync();
        await Page.MoveAsync(x, y);
    }

    /// <summary>The place that the address names, when the picture rests: column and row in the middle, and the zoom.</summary>
    internal async Task<double[]> PlaceAsync()
    {
        for (var last = ""; ;)
        {
            await Task.Delay(700, TestContext.Current.CancellationToken);
            var hash = await HashAsync();
            if (hash == last)
            {
                return [.. hash[(hash.IndexOf("at=", StringComparison.Ordinal) + 3)..].Split('&')[0].Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
            }

            last = hash;
        }
    }

    /// <summary>Waits until no tile is missing.</summary>
    internal async Task WaitForTilesAsync()
    {
        await SettleAsync();
        await Page.WaitForAsync("!document.querySelector('.progress.busy')");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await Page.WaitForAsync("!document.querySelector('.progress.busy')");
        await SettleAsync();
    }

    /// <summary>Fails if the page complained about something or asked another host.</summary>
    internal void RequireNoComplaints()
    {
        Assert.Empty(Page.Problems);
        Assert.All(Page.Requests, address => Assert.StartsWith(server.Address.ToString(), address, StringComparison.Ordinal));
        Assert.NotEmpty(Page.Requests);
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await server.DisposeAsync();
    }

    /// <summary>Two frames later everything is on the screen.</summary>
    private Task<JsonNode?> SettleAsync() => Page.EvaluateAsync("new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 150))");

    private static double Middle(JsonNode stage, int axis, int length) =>
        Math.Floor(stage[axis]!.GetValue<double>()) + Math.Floor((stage[axis + 2]!.GetValue<double>() - length) / 2);
}
