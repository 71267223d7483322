using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests;

public sealed class TiffImagePixelSizeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("micron", "micrometer")]
    [InlineData("\\u00B5m", "micrometer")]
    [InlineData("um", "micrometer")]
    [InlineData("nm", "nanometer")]
    [InlineData("mm", "millimeter")]
    [InlineData("inch", "inch")]
    public void ImageJ_tells_sizes_along_every_axis(string unit, string name)
    {
        using var tiff = Open($"ImageJ=1.53t\nimages=6\nslices=3\nframes=2\nhyperstack=true\nunit={unit}\nspacing=-0.5\nfinterval=7.5\n");
        Assert.Equal("tzyx", tiff.AxisNames);
        Assert.Equal(new PhysicalSize(7.5, "second"), tiff.PixelSizes[0]);
        Assert.Equal(new PhysicalSize(0.5, name), tiff.PixelSizes[1]);
        Assert.Equal(0.2, tiff.PixelSizes[2]!.Value.Value, 6);
        Assert.Equal(0.25, tiff.PixelSizes[3]!.Value.Value, 6);
        Assert.Equal(name, tiff.PixelSizes[3]!.Value.Unit);
    }

    [Theory]
    [InlineData("ImageJ=1.53t\nimages=6\nslices=3\nframes=2\nunit=pixel\n")]
    [InlineData("ImageJ=1.53t\nimages=6\nslices=3\nframes=2\nspacing=0\nfinterval=NaN\n")]
    [InlineData("ImageJ=1.53t\nimages=6\nslices=3\nframes=2\nunit=furlong\nspacing=1\n")]
    [InlineData("""{"shape": [2, 3, 4, 4]}""")]
    public void What_the_file_does_not_tell_is_null(string description)
    {
        using var tiff = Open(description);
        Assert.Equal(4, tiff.PixelSizes.Count);
        Assert.All(tiff.PixelSizes, Assert.Null);
    }

    private TiffImage Open(string description)
    {
        var recipe = new TiffRecipe { Description = description, Resolution = (4, 5) };
        TiffMaker.Write(folder["image.tif"], new TestImage(DataType.UInt8, 6, 1, 4, 4), recipe);
        return TiffImage.Open(folder["image.tif"]);
    }
}
