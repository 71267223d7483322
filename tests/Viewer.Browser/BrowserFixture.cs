using TestKit;
using Viewer.Browser.Chromium;
using Xunit;

namespace Viewer.Browser;

/// <summary>One Chromium for all tests of the page. Without it they are skipped, and say how to install it; in continuous integration they fail.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private ChromiumBrowser? browser;
    private string? obstacle;

    public async ValueTask InitializeAsync()
    {
        if (ChromiumBrowser.Find() is { } program)
        {
            browser = await ChromiumBrowser.StartAsync(program, TestContext.Current.CancellationToken);
            return;
        }

        obstacle = $"no Chromium was found: apt-get install chromium-headless-shell, or name the program in {ChromiumBrowser.Variable}";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException(obstacle);
        }
    }

    public ValueTask DisposeAsync() => browser?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal Task<BrowserPage> OpenAsync(int width, int height)
    {
        ReleaseRun.SkipIfItFollows(); // the page and the browser are the same; tests/OmeZarr.Viewer.Tests has the server in both configurations
        Assert.SkipWhen(browser is null, obstacle ?? "");
        return browser!.OpenAsync(width, height);
    }
}

/// <summary>The tests that share the browser; they run one after the other, since each takes a processor for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // xunit calls it a collection
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
#pragma warning restore CA1711
{
    internal const string Name = "browser";
}
