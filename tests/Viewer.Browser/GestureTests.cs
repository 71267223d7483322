using System.Globalization;
using OmeZarr;
using TestKit;
using Xunit;

namespace Viewer.Browser;

/// <summary>Fingers on the picture, and saving it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class GestureTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private string store = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => store = await Specimens.WriteImageAsync(folder["cells.ome.zarr"]);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_finger_drags_the_picture()
    {
        await using var viewed = await TouchedAsync();
        var (x, y) = await viewed.MiddleAsync();
        await viewed.Page.TouchAsync(8, part => [(x + (60 * part), y - (40 * part))]);
        var at = await viewed.PlaceAsync();
        Assert.InRange(at[0], 150 - 30 - 6, 150 - 30 + 6); // two pixels of the screen for each of the image
        Assert.InRange(at[1], 100 + 20 - 6, 100 + 20 + 6);
        Assert.Equal(2, at[2], 0.01);
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Two_fingers_enlarge_the_picture()
    {
        await using var viewed = await TouchedAsync();
        var (x, y) = await viewed.MiddleAsync();
        await viewed.Page.TouchAsync(12, part => [(x - 50 - (50 * part), y), (x + 50 + (50 * part), y)]);
        var at = await viewed.PlaceAsync();
        Assert.InRange(at[0], 130, 170);
        Assert.InRange(at[1], 80, 120);
        Assert.InRange(at[2], 3, 5); // twice as far apart: from 2 to 4
        viewed.RequireNoComplaints();
    }

    [Theory]
    [InlineData("Whole image")]
    [InlineData("What is on the screen")]
    public async Task A_picture_is_saved_as_it_is_seen(string part)
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, "#/?z=1&c=1,00FF66,50,3000,off&label=nuclei&at=150,100,1");
        await viewed.Page.SaveDownloadsAsync(folder["saved"]);
        await viewed.Page.PressAsync("s");
        await viewed.Page.WaitForAsync("document.querySelector('dialog.save-dialog')");
        await viewed.Page.EvaluateAsync($"[...document.querySelectorAll('dialog .buttons button')].find(b => b.innerText === '{part}').click()");
        var image = await OmeImage.OpenAsync(store, cancellationToken: Cancel);
        var expected = Pixels.Of(await image.RenderAsync(new RenderOptions { Z = 1, Channels = [0], Labels = "nuclei" }, Cancel));
        expected.RequireEqual(await Pixels.DecodeAsync(await ReadAsync(folder["saved/cells.png"])));
        viewed.RequireNoComplaints();
    }

    private async Task<ViewedPage> TouchedAsync()
    {
        var viewed = await ViewedPage.OpenAsync(browser, store);
        await viewed.Page.EmulateTouchAsync();
        await viewed.GoAsync("#/?at=150,100,2");
        await viewed.WaitForPictureAsync();
        return viewed;
    }

    /// <summary>A file when it is complete: it gets its name then.</summary>
    private static async Task<byte[]> ReadAsync(string path)
    {
        for (var end = DateTime.UtcNow.AddMinutes(1); !File.Exists(path) || new FileInfo(path).Length == 0;)
        {
            Assert.True(DateTime.UtcNow < end, string.Create(CultureInfo.InvariantCulture, $"{path} was not saved"));
            await Task.Delay(50, Cancel);
        }

        return await File.ReadAllBytesAsync(path, Cancel);
    }
}
