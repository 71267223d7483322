using OmeZarr;
using TestKit;
using Xunit;

namespace Viewer.Browser;

/// <summary>An image in the page: what is on the screen is what the library renders, pixel by pixel.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ImageTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string AtOne = "at=150,100,1";

    private readonly TemporaryFolder folder = new();
    private string store = "";

    public async ValueTask InitializeAsync() => store = await Specimens.WriteImageAsync(folder["cells.ome.zarr"]);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_screen_shows_what_the_library_renders()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?{AtOne}");
        (await RenderAsync(new())).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Tiles_meet_without_a_seam()
    {
        var tiled = await Specimens.WriteTiledAsync(folder["tiled.ome.zarr"]);
        await using var viewed = await ViewedPage.OpenAsync(browser, tiled, "#/?at=300,250,1", width: 1200);
        await viewed.WaitForPictureAsync();
        (await RenderAsync(new() { Size = 600 }, tiled)).RequireEqual(await viewed.PictureAsync(600, 500));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Enlarged_pixels_are_squares()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, "#/?at=150,100,2");
        (await RenderAsync(new())).Enlarged(2).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height, 2));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task A_channel_is_switched_off()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?{AtOne}");
        await viewed.ChangeAsync(page => page.ClickAsync("[data-channel='1'] .switch"));
        (await RenderAsync(new() { Channels = [0] })).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        await viewed.ChangeAsync(page => page.PressAsync("2"));
        (await RenderAsync(new())).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Keys_change_plane_time_and_projection()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?{AtOne}");
        await viewed.ChangeAsync(page => page.PressAsync("]"));
        (await RenderAsync(new() { Z = 3 })).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        await viewed.ChangeAsync(page => page.PressAsync("."));
        (await RenderAsync(new() { Z = 3, T = 1 })).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        await viewed.ChangeAsync(page => page.PressAsync("m"));
        (await RenderAsync(new() { T = 1, ProjectsZ = true })).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        Assert.Equal($"#/?z=3&t=1&max=1&{AtOne}", await viewed.HashAsync());
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task Labels_lie_over_the_image()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?{AtOne}");
        await viewed.ChangeAsync(page => page.ClickAsync("[data-label='nuclei']"));
        (await RenderAsync(new() { Labels = "nuclei" })).RequireEqual(await viewed.PictureAsync(Specimens.Width, Specimens.Height));
        Assert.Equal($"#/?label=nuclei&{AtOne}", await viewed.HashAsync());
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task An_address_restores_what_was_shown()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, $"#/?z=1&t=2&c=0,FF0000,0,2000,i&c=1,00FF66,50,3000,off&label=nuclei&opacity=0.25&outline=1&at=120,80,3");
        var picture = await viewed.PictureAsync(60, 60, 3);
        Assert.Equal("#/?z=1&t=2&c=0,FF0000,0,2000,i&c=1,00FF66,50,3000,off&label=nuclei&opacity=0.25&outline=1&at=120,80,3", await viewed.HashAsync());
        Assert.Equal("2 / 5", (await viewed.Page.TextAsync("[data-axis='z'] .axis-text")).Split('\n')[0]);
        Assert.True(await IsAsync(viewed, "document.querySelector('[data-channel=\"0\"] .switch').checked && !document.querySelector('[data-channel=\"1\"] .switch').checked"));
        await viewed.GoAsync(await viewed.HashAsync());
        await viewed.WaitForPictureAsync();
        picture.RequireEqual(await viewed.PictureAsync(60, 60, 3));
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task The_pointer_tells_values_and_places()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, "#/?label=nuclei&at=150,100,2");
        var image = await OmeImage.OpenAsync(store, cancellationToken: TestContext.Current.CancellationToken);
        var values = await image.Levels[0].ReadAsync<ushort>(new([0, 0, 2, 100, 150], [1, 2, 1, 1, 1]), TestContext.Current.CancellationToken);
        await viewed.PointAtMiddleAsync();
        await viewed.Page.WaitForAsync("document.querySelectorAll('.status .value').length === 3");
        var status = (await viewed.Page.TextAsync(".status")).ReplaceLineEndings(" ").Replace('\u202f', ' ').Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("x150y100", status, StringComparison.Ordinal);
        Assert.Contains("75µm,50µm", status, StringComparison.Ordinal);
        Assert.Contains($"DAPI{values[0]}GFP{values[1]}nuclei13", status, StringComparison.Ordinal);
        viewed.RequireNoComplaints();
    }

    [Fact]
    public async Task The_scale_bar_has_the_length_that_it_names()
    {
        await using var viewed = await ViewedPage.ShowAsync(browser, store, "#/?at=150,100,2");
        Assert.Equal("20 µm", (await viewed.Page.TextAsync(".scale-bar")).Trim());
        Assert.Equal(80, (await viewed.Page.EvaluateAsync("document.querySelector('.scale-bar .bar').getBoundingClientRect().width"))!.GetValue<double>(), 0.5);
    }

    private static async Task<bool> IsAsync(ViewedPage viewed, string expression) => (await viewed.Page.EvaluateAsync(expression))!.GetValue<bool>();

    private async Task<Pixels> RenderAsync(RenderOptions options, string? other = null)
    {
        var image = await OmeImage.OpenAsync(other ?? store, cancellationToken: TestContext.Current.CancellationToken);
        return Pixels.Of(await image.RenderAsync(options, TestContext.Current.CancellationToken));
    }
}
