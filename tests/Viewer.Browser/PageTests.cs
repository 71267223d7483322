using System.Globalization;
using TestKit;
using Xunit;

namespace Viewer.Browser;

/// <summary>What all views have in common: help, themes, names for screen readers, small screens, dialogs.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PageTests(BrowserFixture browser) : IAsyncLifetime
{
    // Contrast of text by WCAG 2.2, level AA.
    private const double LeastContrast = 4.5;

    private readonly TemporaryFolder folder = new();
    private string store = "";

    public async ValueTask InitializeAsync() => store = await Specimens.WriteImageAsync(folder["cells.ome.zarr"]);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Help_opens_and_closes_by_keyboard()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store);
        await viewed.Page.PressAsync("?");
        await viewed.Page.WaitForAsync("document.querySelector('dialog[open] kbd')");
        await viewed.Page.PressAsync("Escape");
        await viewed.Page.EvaluateAsync("document.querySelector('dialog[open]')?.close()");
        await viewed.Page.WaitForAsync("!document.querySelector('dialog')");
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Every_control_has_a_name()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store);
        var nameless = await viewed.Page.EvaluateAsync("""
            [...document.querySelectorAll('button, input, select, a, summary')]
                .filter(e => !e.closest('.openseadragon-container') && !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length || e.title))
                .map(e => e.outerHTML).join('\n')
            """);
        Assert.Equal("", nameless!.GetValue<string>());
    }

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task Text_stands_out_from_its_background(string scheme)
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store);
        await viewed.Page.PreferAsync(scheme);
        await viewed.Page.WaitForAsync($"document.documentElement.dataset.theme === '{scheme}'");
        foreach (var (text, back) in new[] { ("text", "panel"), ("text", "back"), ("muted", "panel"), ("muted", "raised"), ("accent", "panel"), ("on-accent", "accent"), ("bad", "panel"), ("warning", "panel") })
        {
            var contrast = Contrast(await ColorAsync(viewed, text), await ColorAsync(viewed, back));
            Assert.True(contrast >= LeastContrast, $"{text} on {back} in the {scheme} theme: {contrast:0.00}");
        }
    }

    [Fact]
    public async Task The_theme_can_be_switched()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store);
        await viewed.Page.PreferAsync("light");
        await viewed.Page.ClickAsync("[aria-label='Show it dark']");
        await viewed.Page.WaitForAsync("document.documentElement.dataset.theme === 'dark'");
        await viewed.GoAsync("");
        await viewed.WaitForPictureAsync();
        Assert.Equal("dark", (await viewed.Page.EvaluateAsync("document.documentElement.dataset.theme"))!.GetValue<string>());
    }

    [Fact]
    public async Task A_small_screen_shows_picture_and_panel_without_scrolling_sideways()
    {
        await using var viewed = await ViewedPage.OpenAsync(browser, store, width: 390, height: 800);
        await viewed.WaitForPictureAsync();
        Assert.True((await viewed.Page.EvaluateAsync("document.documentElement.scrollWidth <= 390 && document.querySelector('.stage').clientHeight > 250 && document.querySelector('.panel').getBoundingClientRect().top > 300"))!.GetValue<bool>());
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Metadata_findings_and_addresses_are_shown()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store);
        await viewed.Page.ClickAsync("[aria-label='Metadata']");
        await viewed.Page.WaitForAsync("document.querySelector('dialog .document')?.innerText.includes('\"multiscales\"')");
        await viewed.Page.EvaluateAsync("document.querySelector('dialog').close()");
        await viewed.Page.ClickAsync("[aria-label='Open in neuroglancer, vizarr, napari']");
        await viewed.Page.WaitForAsync("document.querySelectorAll('dialog .link').length === 4");
        await viewed.Page.EvaluateAsync("document.querySelector('dialog').close(); [...document.querySelectorAll('.section')].at(-1).open = true");
        await viewed.Page.ClickAsync(".section button.wide");
        await viewed.Page.WaitForAsync("document.querySelector('.verdict.valid')");
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task A_missing_node_is_explained()
    {
        await using var viewed = await ViewedPage.OpenAsync(browser, store, "#/nothing");
        await viewed.Page.WaitForAsync("document.querySelector('.failure a')");
        Assert.Contains("This cannot be shown", await viewed.Page.TextAsync(".failure"), StringComparison.Ordinal);
    }

    private static async Task<double[]> ColorAsync(ViewedPage viewed, string name)
    {
        var text = (await viewed.Page.EvaluateAsync($"(e => {{ e.style.color = 'var(--{name})'; document.body.append(e); const c = getComputedStyle(e).color; e.remove(); return c; }})(document.createElement('i'))"))!.GetValue<string>();
        return [.. text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',').Take(3).Select(part => double.Parse(part, CultureInfo.InvariantCulture) / 255)];
    }

    private static double Contrast(double[] one, double[] other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(double[] color)
    {
        var linear = color.Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
