using System.Net.WebSockets;
using OmeZarr.Viewer;
using Viewer.Browser.Chromium;

namespace MakeScreenshots;

/// <summary>Takes screenshots of the viewer in Chromium. A browser that does not answer any more is replaced by a new one, and the screenshot is taken again.</summary>
internal sealed class Camera : IAsyncDisposable
{
    private const int Width = 960;
    private const int Height = 600;
    private const int Attempts = 4;

    private const string IsComplete =
        "document.querySelector('[data-shown], a.well img, .card-picture img') && !document.querySelector('.progress.busy, [data-state=loading], .channel:not(.off) .histogram:not([data-read])')";

    private readonly string program;
    private ChromiumBrowser? browser;

    private Camera(string program) => this.program = program;

    internal static Camera Start() =>
        new(ChromiumBrowser.Find() ?? throw new InvalidOperationException($"no Chromium was found: install it, or name the program in {ChromiumBrowser.Variable}"));

    internal async Task TakeAsync(string store, Shot shot, string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await File.WriteAllBytesAsync(path, await PictureAsync(store, shot));
                return;
            }
            catch (Exception error) when (attempt < Attempts && error is TimeoutException or InvalidOperationException or WebSocketException or OperationCanceledException)
            {
                Console.Error.WriteLine($"{shot.Name}, attempt {attempt}: {error.Message}; once more with a new browser");
                await DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is { } old)
        {
            browser = null;
            await old.DisposeAsync();
        }
    }

    private async Task<byte[]> PictureAsync(string store, Shot shot)
    {
        browser ??= await ChromiumBrowser.StartAsync(program, CancellationToken.None);
        await using var server = await ViewerServer.StartAsync(store);
        await using var page = await browser.OpenAsync(Width, Height);
        await page.PreferAsync(shot.Scheme);
        await page.GoAsync(server.Address + shot.Hash);
        await page.WaitForAsync(IsComplete);
        await Task.Delay(1000); // what appears slowly
        await page.WaitForAsync(IsComplete);
        return await page.PictureAsync();
    }
}
