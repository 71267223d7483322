using OmeZarr.Viewer.Tests;
using Xunit;

namespace Viewer.Browser;

/// <summary>Large plates and images in the page.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LargeTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_plate_of_1536_wells_can_be_used_while_its_pictures_are_loaded()
    {
        await using var viewed = await ViewedPage.OpenAsync(browser, LargeStores.LocationOf(await LargeStores.PlateAsync()), width: 1400, height: 900);
        await viewed.Page.WaitForAsync("document.querySelectorAll('a.well').length === 1536 && document.querySelectorAll('a.well img').length > 0");
        Assert.True((await viewed.Page.EvaluateAsync("document.querySelectorAll('[data-state=loading]').length <= 6"))!.GetValue<bool>());
        await viewed.Page.ClickAsync("a.well[title='AF48']");
        await viewed.WaitForPictureAsync();
        Assert.StartsWith("#/AF/48/0", await viewed.HashAsync(), StringComparison.Ordinal);
        var pictures = viewed.Page.Requests.Where(address => address.Contains("api/thumbnail", StringComparison.Ordinal)).ToList();
        Assert.Equal(pictures.Distinct().Count(), pictures.Count);
        Assert.Single(viewed.Page.Requests, address => address.Contains("api/root", StringComparison.Ordinal));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task An_image_of_60000_x_40000_pixels_is_shown_from_a_few_tiles()
    {
        var store = await LargeStores.ImageAsync(hasLevels: true, hasWindow: true);
        await using var viewed = await ViewedPage.ShowAsync(browser, LargeStores.LocationOf(store));
        Assert.InRange(Tiles(viewed), 1, 12);
        await viewed.GoAsync("#/?at=30000,20000,1");
        await viewed.WaitForPictureAsync();
        Assert.InRange(Tiles(viewed), 2, 60);
        Assert.InRange(store.Reads.Sum(read => read.Bytes), 1, 64 << 20);
        viewed.RequireNoComplaints();
    }

    private static int Tiles(ViewedPage viewed) => viewed.Page.Requests.Count(address => address.Contains("api/tile", StringComparison.Ordinal));
}
