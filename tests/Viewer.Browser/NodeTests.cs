using TestKit;
using Xunit;

namespace Viewer.Browser;

/// <summary>Plates and collections in the page.</summary>
[Collection(BrowserCollection.Name)]
public sealed class NodeTests(BrowserFixture browser) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plate_shows_its_wells_and_leads_to_their_fields()
    {
        await using var viewed = await ViewedPage.OpenAsync(browser, await Specimens.WritePlateAsync(folder["plate.ome.zarr"]));
        await viewed.Page.WaitForAsync("document.querySelectorAll('a.well img').length === 5");
        Assert.Equal("1 2 3 A B", await TextsAsync(viewed, ".column-name, .row-name"));
        Assert.Equal("1", await viewed.Page.EvaluateAsync("String(document.querySelectorAll('.well.empty').length)") is { } count ? count.GetValue<string>() : "");
        await viewed.Page.ClickAsync("a.well[title='B3']");
        await viewed.WaitForPictureAsync();
        Assert.StartsWith("#/B/3/0", await viewed.HashAsync(), StringComparison.Ordinal);
        await viewed.Page.WaitForAsync("document.querySelectorAll('.strip-picture img').length === 2");
        await viewed.Page.PressAsync("PageDown");
        await viewed.Page.WaitForAsync("location.hash.startsWith('#/B/3/1') && document.querySelector('[data-shown]')");
        await viewed.Page.PressAsync("u");
        await viewed.Page.WaitForAsync("document.querySelectorAll('a.well img').length === 5");
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task The_keyboard_goes_from_well_to_well()
    {
        await using var viewed = await ViewedPage.OpenAsync(browser, await Specimens.WritePlateAsync(folder["plate.ome.zarr"]));
        await viewed.Page.WaitForAsync("document.querySelector('a.well')");
        await viewed.Page.EvaluateAsync("document.querySelector('a.well').focus()");
        foreach (var key in new[] { "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft" })
        {
            await viewed.Page.PressAsync(key);
        }

        Assert.Equal("B1", (await viewed.Page.EvaluateAsync("document.activeElement.title"))!.GetValue<string>()); // B2 is empty
    }

    [Fact]
    public async Task A_collection_lists_its_images_and_leads_to_them()
    {
        await using var viewed = await ViewedPage.OpenAsync(browser, await Specimens.WriteCollectionAsync(folder["slides.ome.zarr"]));
        await viewed.Page.WaitForAsync("document.querySelectorAll('.card-picture img').length === 2");
        Assert.Equal("overview 0 detail 1", (await TextsAsync(viewed, ".card-name")).ReplaceLineEndings(" "));
        await viewed.Page.ClickAsync("li:nth-child(2) .card");
        await viewed.WaitForPictureAsync();
        Assert.StartsWith("#/1", await viewed.HashAsync(), StringComparison.Ordinal);
        await viewed.Page.WaitForAsync("document.querySelectorAll('.strip-entry').length === 2 && document.querySelector('.strip-entry').innerText.includes('overview')");
        Assert.Contains("80 × 120", await viewed.Page.TextAsync(".panel-head"), StringComparison.Ordinal);
        viewed.RequireNoComplaints();
    }

    private static async Task<string> TextsAsync(ViewedPage viewed, string selector) =>
        (await viewed.Page.EvaluateAsync($"[...document.querySelectorAll('{selector}')].map(e => e.innerText).join(' ')"))!.GetValue<string>();
}
