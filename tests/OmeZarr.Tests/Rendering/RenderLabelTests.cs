using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Rendering;

public sealed class RenderLabelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Labels_cover_the_image_in_their_colours()
    {
        var image = await WriteAsync(new ImageLabel { Colors = [new LabelColor(1, 255, 0, 0, 255), new LabelColor(2, 0, 0, 255, 128)] }, new uint[,] { { 0, 1, 2, 1 } });
        Assert.Equal(["646464", "B23232", "4B4B8B", "B23232"], (await image.RenderAsync(new RenderOptions { Labels = "cells" }, Cancel)).Colors());
        Assert.Equal(["646464", "FF0000", "3232B2", "FF0000"], (await image.RenderAsync(new RenderOptions { Labels = "cells", LabelOpacity = 1 }, Cancel)).Colors());
        Assert.Equal(["646464", "646464", "646464", "646464"], (await image.RenderAsync(new RenderOptions { Labels = "cells", LabelOpacity = 0 }, Cancel)).Colors());
    }

    [Fact]
    public async Task A_border_between_label_and_background_is_half_covered()
    {
        var image = await WriteAsync(new ImageLabel { Colors = [new LabelColor(7, 255, 0, 0, 255)] }, new uint[,] { { 0, 7, 7, 7 } });
        Assert.Equal(["B23232", "FF0000"], (await image.RenderAsync(new RenderOptions { Size = 2, Labels = "cells", LabelOpacity = 1 }, Cancel)).Colors());
    }

    [Fact]
    public async Task Labels_without_colours_have_colours_that_differ()
    {
        var image = await WriteAsync(new ImageLabel(), new uint[,] { { 0, 1, 2, 3 } });
        var colors = (await image.RenderAsync(new RenderOptions { Labels = "cells", LabelOpacity = 1 }, Cancel)).Colors();
        Assert.Equal((4, "646464"), (colors.Distinct().Count(), colors[0]));
        Assert.All(colors[1..], color => Assert.InRange(Convert.FromHexString(color).Max(), 250, 255));
    }

    [Fact]
    public async Task Labels_with_fewer_pixels_are_enlarged()
    {
        var image = await WriteAsync(new ImageLabel { Colors = [new LabelColor(1, 0, 255, 0, 255)] }, new uint[,] { { 0, 1 } });
        Assert.Equal(["646464", "646464", "00FF00", "00FF00"], (await image.RenderAsync(new RenderOptions { Labels = "cells", LabelOpacity = 1 }, Cancel)).Colors());
    }

    [Fact]
    public async Task A_label_image_is_shown_in_the_colours_of_its_labels()
    {
        var image = await WriteAsync(new ImageLabel { Colors = [new LabelColor(1, 10, 20, 30, 255)] }, new uint[,] { { 0, 1, 0, 1 } });
        var labels = await image.OpenLabelAsync("cells", Cancel);
        Assert.Equal(["000000", "0A141E", "000000", "0A141E"], (await labels.RenderAsync(cancellationToken: Cancel)).Colors());
    }

    [Fact]
    public async Task Labels_follow_the_plane_of_the_image()
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 255)] };
        var metadata = new LabelImage(Picture.Of("zyx"), new ImageLabel { Colors = [new LabelColor(1, 255, 0, 0, 255), new LabelColor(2, 0, 255, 0, 255)] });
        var label = new Label("cells", metadata, new byte[,,] { { { 1, 0 } }, { { 0, 2 } } }.AsSource());
        var (image, _) = await Picture.WriteAsync(folder, Picture.Of("zyx", omero: omero), [new byte[2, 1, 2].AsSource()], null, label);
        var options = new RenderOptions { Labels = "cells", LabelOpacity = 1 };
        Assert.Equal(["FF0000", "000000"], (await image.RenderAsync(options with { Z = 0 }, Cancel)).Colors());
        Assert.Equal(["000000", "00FF00"], (await image.RenderAsync(options with { Z = 1 }, Cancel)).Colors());
        Assert.Equal(["FF0000", "00FF00"], (await image.RenderAsync(options with { ProjectsZ = true }, Cancel)).Colors());
    }

    /// <summary>An image of one row of four pixels of 100, grey on black, and labels.</summary>
    private async Task<OmeImage> WriteAsync(ImageLabel colors, uint[,] mask)
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 255)] };
        var label = new Label("cells", new LabelImage(Picture.Of("yx"), colors), mask.AsSource());
        return (await Picture.WriteAsync(folder, Picture.Of("yx", omero: omero), [new byte[,] { { 100, 100, 100, 100 } }.AsSource()], null, label)).Image;
    }
}
