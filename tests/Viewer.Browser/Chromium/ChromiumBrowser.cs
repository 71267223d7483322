using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Viewer.Browser.Chromium;

/// <summary>A headless Chromium of its own, with an empty profile that is deleted at the end.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    /// <summary>Names the program where it is not in the path.</summary>
    internal const string Variable = "OMEZARR_CHROMIUM";

    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    // Root may not use the sandbox; the pages are our own. Nothing may ask another host in the background.
    private static readonly string[] Switches =
    [
        "--headless", "--remote-debugging-port=0", "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-lcd-text",
        "--force-color-profile=srgb", "--font-render-hinting=none", "--mute-audio",
    ];

    private readonly Process process;
    private readonly DevTools tools;
    private readonly string profile;

    private ChromiumBrowser(Process process, DevTools tools, string profile)
    {
        this.process = process;
        this.tools = tools;
        this.profile = profile;
    }

    /// <summary>The path of the program; null if there is none on this machine.</summary>
    internal static string? Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Names.Select(InPath).FirstOrDefault(path => path is not null);

    internal static async Task<ChromiumBrowser> StartAsync(string program, CancellationToken token)
    {
        var profile = Directory.CreateTempSubdirectory("omezarr-chromium").FullName;
        var process = Process.Start(new ProcessStartInfo(program, [.. Switches, $"--user-data-dir={profile}", "about:blank"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException($"{program} did not start");
        var address = await ReadAddressAsync(process, token);
        _ = process.StandardError.ReadToEndAsync(token);
        _ = process.StandardOutput.ReadToEndAsync(token);
        return new ChromiumBrowser(process, await DevTools.ConnectAsync(address, token), profile);
    }

    /// <summary>Opens an empty page of the given size in a context of its own: no page sees the storage of another one.</summary>
    internal async Task<BrowserPage> OpenAsync(int width, int height)
    {
        var context = (await tools.SendAsync("Target.createBrowserContext"))["browserContextId"]!.GetValue<string>();
        var target = await tools.SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context });
        var attached = await tools.SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
        var page = new BrowserPage(tools, attached["sessionId"]!.GetValue<string>(), context);
        await page.PrepareAsync(width, height);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await tools.DisposeAsync();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await DeleteProfileAsync();
    }

    /// <summary>Helpers of the browser may still write for a moment.</summary>
    private async Task DeleteProfileAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(250);
            }
        }
    }

    private static string? InPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists);

    private static async Task<Uri> ReadAddressAsync(Process process, CancellationToken token)
    {
        const string Announcement = "DevTools listening on ";
        while (await process.StandardError.ReadLineAsync(token) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                return new Uri(line[Announcement.Length..].Trim());
            }
        }

        throw new InvalidOperationException($"{process.StartInfo.FileName} ended before it could be controlled");
    }
}
