using OmeZarr.Viewer;
using Viewer.Browser.Chromium;

namespace MakeScreenshots;

/// <summary>Takes screenshots of the viewer in Chromium.</summary>
internal sealed class Camera : IAsyncDisposable
{
    private const int Width = 960;
    private const int Height = 600;

    private const string IsComplete =
        "document.querySelector('[data-shown], a.well img, .card-picture img') && !document.querySelector('.progress.busy, [data-state=loading]')";

    private readonly ChromiumBrowser browser;

    private Camera(ChromiumBrowser browser) => this.browser = browser;

    internal static async Task<Camera> StartAsync()
    {
        var program = ChromiumBrowser.Find() ?? throw new InvalidOperationException($"no Chromium was found: install it, or name the program in {ChromiumBrowser.Variable}");
        return new Camera(await ChromiumBrowser.StartAsync(program, CancellationToken.None));
    }

    internal async Task TakeAsync(string store, Shot shot, string path)
    {
        await using var server = await ViewerServer.StartAsync(store);
        await using var page = await browser.OpenAsync(Width, Height);
        await page.PreferAsync(shot.Scheme);
        await page.GoAsync(server.Address + shot.Hash);
        await page.WaitForAsync(IsComplete);
        await Task.Delay(1500); // histograms, and what appears slowly
        await page.WaitForAsync(IsComplete);
        await File.WriteAllBytesAsync(path, await page.PictureAsync());
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();
}
