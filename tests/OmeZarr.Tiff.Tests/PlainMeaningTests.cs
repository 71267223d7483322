using BitMiracle.LibTiff.Classic;
using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests;

/// <summary>Files that do not say much: what is read, what is guessed, and what is said about it.</summary>
public sealed class PlainMeaningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Unknown_pages_are_slices_by_a_guess_that_names_the_option()
    {
        using var file = Open([new TestImage(DataType.UInt8, 3, 1, 6, 5)], new TiffRecipe());
        Assert.Equal("TIFF: zyx 3x6x5 uint8 !Guessed", FileText.Of(file));
        Assert.Equal("the file does not say what its 3 pages are, so they were read as z; name the axes with --axes, for example tyx", file.Findings[0].Message);
    }

    [Fact]
    public void Named_pages_are_no_guess()
    {
        using var file = Open([new TestImage(DataType.UInt8, 3, 1, 6, 5)], new TiffRecipe(), new ImageFileOptions { Axes = "tyx" });
        Assert.Equal("TIFF: tyx 3x6x5 uint8", FileText.Of(file));
    }

    [Theory]
    [InlineData("""{"shape": [4, 6, 5], "axes": "QYX"}""", "tifffile: zyx 4x6x5 uint8 !Guessed")]
    [InlineData("""{"shape": [2, 2, 6, 5], "axes": "TIYX"}""", "tifffile: tzyx 2x2x6x5 uint8 !Guessed")]
    [InlineData("""{"shape": [4, 6, 5], "axes": "YXQ"}""", "tifffile: cyx 5x4x6 uint8 !Guessed")]
    [InlineData("""{"shape": [4, 6, 5], "axes": "CYQ"}""", "tifffile: cyx 4x6x5 uint8")]
    [InlineData("""{"shape": [5, 6, 5], "axes": "TYX"}""", "tifffile: tyx 4x6x5 uint8 !Missing")]
    [InlineData("""{"shape": [2, 3, 6, 5], "axes": "TZYX"}""", "tifffile: tzyx 2x3x6x5 uint8 !Missing")]
    [InlineData("""{"shape": [4, 9, 9], "axes": "TYX"}""", "tifffile: zyx 4x6x5 uint8 !LeftOut !Guessed")]
    [InlineData("""{"shape": [4, 6, 5], "axes": "YXY"}""", "tifffile: zyx 4x6x5 uint8 !LeftOut !Guessed")]
    [InlineData("""{"shape": [4, 6, 5], "axes": "TYX", "Name": "\ud800"}""", "tifffile: tyx 4x6x5 uint8")]
    [InlineData("ImageJ=1.53t\nimages=9\nslices=9\n", "ImageJ: zyx 4x6x5 uint8 !Missing")]
    [InlineData("ImageJ=1.53t\nimages=99999999\nframes=3\nslices=3333\nchannels=3\n", "ImageJ: czyx 3x2x6x5 uint8 !Missing")]
    [InlineData("ImageJ=1.53t\nimages=1\n", "ImageJ: zyx 4x6x5 uint8 !Guessed")]
    [InlineData("ImageJ=1.53t\nimages=4\nslices=2\nchannels=2\nhyperstack=true\nmin=3\nmax=8\n", "ImageJ: czyx 2x2x6x5 uint8")]
    [InlineData("ImageJ=1.53t\nimages=4\nslices=4\norder=zct\n", "ImageJ: zyx 4x6x5 uint8")]
    [InlineData("ImageJ=1.53t\nslices=4\nmin=3\nmax=8.5\n", "ImageJ: zyx 4x6x5 uint8, 3-8.5")]
    [InlineData("ImageJ=1.53t\nframes=4\nfps=4\n", "ImageJ: tyx 4x6x5 uint8, t 0.25 second")]
    [InlineData("ImageJ=1.53t\nimages=3\nframes=3\n", "ImageJ: tyx 3x6x5 uint8 | yx 6x5 uint8")]
    [InlineData("SCIFIO=0.4\naxes=X,Y,Lifetime\nlengths=5,6,4\n", "SCIFIO: zyx 4x6x5 uint8 !Guessed")]
    [InlineData("SCIFIO=0.4\naxes=X,Y,Time\nlengths=5,6\n", "SCIFIO: zyx 4x6x5 uint8 !LeftOut !Guessed")]
    public void Descriptions_are_followed_as_far_as_they_go(string description, string expected)
    {
        using var file = Open([new TestImage(DataType.UInt8, 4, 1, 6, 5)], new TiffRecipe { Description = description });
        Assert.Equal(expected, FileText.Of(file));
    }

    [Theory]
    [InlineData("", 2, 1)]
    [InlineData("order=default\n", 2, 1)]
    [InlineData("order=czt\n", 2, 1)]
    [InlineData("order=zct\n", 1, 2)]
    public async Task Pages_of_ImageJ_are_in_the_order_that_it_says(string order, int slice, int channel)
    {
        var image = new TestImage(DataType.UInt8, 4, 1, 6, 5);
        using var file = Open([image], new TiffRecipe { Description = $"ImageJ=1.53t\nimages=4\nchannels=2\nslices=2\n{order}" });
        var pixels = file.Images[0].Pixels;
        Assert.Equal("czyx", file.Images[0].Axes);
        Assert.Equal(image.Expected(Region.Whole(pixels.Shape), at => ((at[0] * channel) + (at[1] * slice), 0, at[2], at[3])), await pixels.ReadAllAsync());
    }

    [Fact]
    public async Task Pages_that_are_missing_are_zeros()
    {
        var image = new TestImage(DataType.UInt8, 4, 1, 6, 5);
        using var file = Open([image], new TiffRecipe { Description = "ImageJ=1.53t\nimages=9\nslices=3\nframes=3\n" });
        Assert.Equal("ImageJ: tzyx 2x3x6x5 uint8 !Missing", FileText.Of(file));
        Assert.Equal("the file has 4 pages, but ImageJ describes 3 x 3 x 1; the image ends where they end, and its last 2 planes are read as zeros", file.Findings[0].Message);
        var bytes = await file.Images[0].Pixels.ReadAllAsync();
        Assert.Equal(Enumerable.Range(0, 4).SelectMany(page => image.Stored(page, false, false)), bytes[..120]);
        Assert.Equal(new byte[60], bytes[120..]);
    }

    [Fact]
    public async Task Pages_of_several_sizes_are_several_images()
    {
        TestImage[] images = [new(DataType.UInt8, 2, 1, 6, 5), new(DataType.UInt16, 1, 1, 6, 5), new(DataType.UInt8, 1, 1, 5, 9)];
        using var file = Open(images, new TiffRecipe());
        Assert.Equal("TIFF: zyx 2x6x5 uint8 | yx 6x5 uint16 | yx 5x9 uint8 !Guessed", FileText.Of(file));
        Assert.Equal(images[2].Stored(0, false, false), await file.Images[2].Pixels.ReadAllAsync());
    }

    [Fact]
    public async Task Pages_of_decreasing_size_are_levels_by_a_guess()
    {
        TestImage[] images = [new(DataType.UInt8, 1, 1, 33, 20), new(DataType.UInt8, 1, 1, 16, 10), new(DataType.UInt8, 1, 1, 9, 5), new(DataType.UInt8, 1, 1, 9, 4)];
        using var file = Open(images, new TiffRecipe());
        Assert.Equal("TIFF: yx 33x20 uint8, level 16x10, level 9x5 | yx 9x4 uint8 !Guessed", FileText.Of(file));
        Assert.Contains("2 pages from page 1 on", file.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(images[1].Stored(0, false, false), await file.Images[0].Levels[0].ReadAllAsync());
    }

    [Fact]
    public void Marked_copies_of_all_slices_are_a_level()
    {
        using var file = Open([new TestImage(DataType.UInt8, 3, 1, 32, 20), new TestImage(DataType.UInt8, 3, 1, 16, 10)], new TiffRecipe { ReducedFrom = 3, Description = "ImageJ=1\nimages=3\nslices=3\n" });
        Assert.Equal("ImageJ: zyx 3x32x20 uint8, level 3x16x10", FileText.Of(file));
    }

    [Fact]
    public void Masks_are_said_to_be_left_out()
    {
        var file = new RawTiff(false).Header();
        file.Page(new TestImage(DataType.UInt16, 1, 1, 6, 5)).Directory();
        file.Page(new TestImage(DataType.UInt16, 1, 1, 6, 5)).Long(254, 4).Directory();
        using var tiff = Open(file);
        Assert.Equal("TIFF: yx 6x5 uint16 !LeftOut", FileText.Of(tiff));
        Assert.Equal("page 1 is a mask, which is not read", tiff.Findings[0].Message);
    }

    [Fact]
    public async Task Pages_below_pages_are_levels()
    {
        var (large, small) = (new TestImage(DataType.UInt16, 2, 1, 32, 20), new TestImage(DataType.UInt16, 2, 1, 16, 10));
        var file = new RawTiff(false).Header();
        for (var page = 0; page < 2; page++)
        {
            var below = file.Page(small, page).Detached();
            file.Page(large, page).Long(330, below).Directory();
        }

        using var tiff = Open(file);
        Assert.Equal("TIFF: zyx 2x32x20 uint16, level 2x16x10 !Guessed", FileText.Of(tiff));
        Assert.Equal(small.Stored(1, false, false), (await tiff.Images[0].Levels[0].ReadAllAsync())[320..]);
    }

    [Fact]
    public void Several_arrays_of_tifffile_are_several_images()
    {
        var file = new RawTiff(false).Header();
        var (first, second) = (new TestImage(DataType.UInt16, 2, 1, 6, 5), new TestImage(DataType.UInt16, 3, 1, 6, 5));
        file.Page(first, 0).Text(270, """{"shape": [2, 6, 5], "axes": "TYX"}""").Directory();
        file.Page(first, 1).Directory();
        file.Page(second, 0).Text(270, "by a user").Text(270, """{"shape": [3, 6, 5], "axes": "CYX"}""").Directory();
        file.Page(second, 1).Directory();
        file.Page(second, 2).Directory();
        using var tiff = Open(file);
        Assert.Equal("tifffile: tyx 2x6x5 uint16 | cyx 3x6x5 uint16", FileText.Of(tiff));
    }

    [Theory]
    [InlineData(3, 40_000, "TIFF: yx 6x5 uint16, y 0.25 micrometer, x 0.25 micrometer")]
    [InlineData(2, 100_000, "TIFF: yx 6x5 uint16, y 0.254 micrometer, x 0.254 micrometer")]
    [InlineData(2, 300, "TIFF: yx 6x5 uint16")]
    [InlineData(1, 40_000, "TIFF: yx 6x5 uint16")]
    [InlineData(3, 0, "TIFF: yx 6x5 uint16")]
    public void The_resolution_counts_if_it_is_that_of_a_microscope(int unit, int perUnit, string expected)
    {
        var file = new RawTiff(false).Header();
        file.Page(new TestImage(DataType.UInt16, 1, 1, 6, 5)).Rational(282, perUnit, 1).Rational(283, perUnit, 1).Short(296, unit).Directory();
        using var tiff = Open(file);
        Assert.Equal(expected, FileText.Of(tiff));
    }

    [Theory]
    [InlineData("cf=0\nc0=-32768\nc1=1\nvunit=Gray Value", "the calibration of its values is not applied: values are stored numbers, and the real ones are 1 x value + -32768 (Gray Value)")]
    [InlineData("cf=11\nc0=1\nc1=2", "the calibration of its values is not applied: values are stored numbers, and the real ones are function 11 of ImageJ")]
    [InlineData("cf=0\nc0=0\nc1=1", null)]
    [InlineData("c0=3", null)]
    public void Calibrated_values_are_told(string keys, string? expected)
    {
        using var file = Open([new TestImage(DataType.UInt16, 1, 1, 6, 5)], new TiffRecipe { Description = $"ImageJ=1.53t\n{keys}\n" });
        Assert.Equal(expected, Assert.Single(file.Findings.Select(finding => finding.Message).DefaultIfEmpty(null!)));
    }

    [Fact]
    public void Inverted_values_are_said_to_be_inverted()
    {
        using var file = Open([new TestImage(DataType.UInt8, 1, 1, 6, 5)], new TiffRecipe { Photometric = Photometric.MINISWHITE });
        Assert.Equal("TIFF: yx 6x5 uint8, inverted", FileText.Of(file));
    }

    [Theory]
    [InlineData(0, 255, 128, "TIFF: yx 6x5 uint8, #00FF80")]
    [InlineData(0, 0, 0, "TIFF: yx 6x5 uint8 !LeftOut")]
    public void A_palette_is_a_colour_or_a_finding(int red, int green, int blue, string expected)
    {
        var file = new RawTiff(false).Header();
        file.Page(new TestImage(DataType.UInt8, 1, 1, 6, 5)).Short(262, 3)
            .Short(320, [.. new[] { red, green, blue }.SelectMany(color => Enumerable.Range(0, 256).Select(i => i * color * 257 / 255))]).Directory();
        using var tiff = Open(file);
        Assert.Equal(expected, FileText.Of(tiff));
    }

    private TiffFile Open(RawTiff file)
    {
        File.WriteAllBytes(folder["image.tif"], file.ToArray());
        return TiffFile.Open(folder["image.tif"]);
    }

    private TiffFile Open(IReadOnlyList<TestImage> images, TiffRecipe recipe, ImageFileOptions? options = null)
    {
        TiffMaker.Write(folder["image.tif"], images, recipe);
        return TiffFile.Open(folder["image.tif"], options);
    }
}
