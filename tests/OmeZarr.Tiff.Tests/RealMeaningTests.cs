using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests;

/// <summary>Real files that lost something or were refused in earlier versions, with the right answers.</summary>
public sealed class RealMeaningTests
{
    [Theory]
    [InlineData("stk-3-planes-constructed.stk", "MetaMorph: zyx 3x16x20 uint16, z 1 micrometer")]
    [InlineData("tifffile-json-unit-spacing.tiff", "tifffile: zyx 10x32x40 float32, z 4 millimeter, y 1 millimeter, x 1 millimeter")]
    [InlineData("tifffile-json-unit-inch.tiff", "tifffile: zyx 10x15x18 float16, z 2 inch, y 1 inch, x 0.5 inch")]
    [InlineData("scifio-scales-constructed.tif", "SCIFIO: zyx 5x8x8 uint16, z 0.235 micrometer, y 0.15 micrometer, x 0.15 micrometer")]
    [InlineData("imagej-unit-u03BCm-2d_t.tif", "ImageJ: tyx 5x16x16 uint8, t 3 minute, y 3 picometer, x 50 micrometer")]
    [InlineData("imagej-unit-u03BCm-3d_c.tif", "ImageJ: czyx 3x5x16x16 uint8, z 13 centimeter, y 11 nanometer, x 2 micrometer, 0-255, 0-255, 0-255")]
    [InlineData("imagej-yunit-2d.tif", "ImageJ: yx 16x16 uint8, y 7.00001 nanometer, x 2 centimeter")]
    [InlineData("imagej-yunit-5d.tif", "ImageJ: tczyx 5x3x5x16x16 uint8, t 3 hour, z 8 nanometer, y 13 picometer, x 17.0002 centimeter, 0-255, 0-255, 0-255")]
    [InlineData("imagej-luts-green-red.tif", "ImageJ: cyx 2x254x182 uint8, #00FF00 0-52, #FF0000 2-24")]
    [InlineData("metaseries-1.3672um.TIF", "MetaSeries: \"B02 : Site 1\" yx 256x256 uint16, y 1.3672 micrometer, x 1.3672 micrometer, DAPI 0-3695 452nm, at y 19885 micrometer, at x 22985 micrometer")]
    [InlineData("timelapse-tifffile-noaxes-constructed.tif", "tifffile: zyx 5x8x8 uint16 !Guessed")]
    [InlineData("test_orient6.tif", "TIFF: yx 180x120 uint8, level 90x60, level 45x30 !LeftOut")]
    [InlineData("imagej-planar-composite-constructed.tif", "ImageJ: cyx 3x8x10 uint16, y 0.1 micrometer, x 0.1 micrometer")]
    [InlineData("only-page-subfiletype1-constructed.tif", "TIFF: cyx 3x8x8 uint8, Red, Green, Blue")]
    [InlineData("pyramid-plain-pages.tiff", "ImageJ: cyx 4x25x26 uint8, level 4x12x13, level 4x6x6, level 4x3x3 !Guessed")]
    public async Task A_real_file_means_what_its_program_says(string name, string expected)
    {
        using var file = TiffFile.Open(SharedData.PathOrSkip($"cases/tiff/{name}"));
        Assert.Equal(expected, FileText.Of(file));
        foreach (var source in file.Images.SelectMany(image => image.Levels.Prepend(image.Pixels)))
        {
            Assert.Equal(source.Shape.ElementCount * source.DataType.Size, (await source.ReadAllAsync()).Length);
        }
    }

    [Fact]
    public async Task All_planes_of_a_stack_of_MetaMorph_are_read()
    {
        using var file = TiffFile.Open(SharedData.PathOrSkip("cases/tiff/stk-3-planes-constructed.stk"));
        var bytes = await file.Images[0].Pixels.ReadAllAsync();
        Assert.Equal(Enumerable.Range(0, 960), bytes.Chunk(2).Select(value => (int)BitConverter.ToUInt16(value)));
    }

    [Fact]
    public async Task A_page_that_is_to_be_turned_is_turned_on_request()
    {
        var path = SharedData.PathOrSkip("cases/tiff/test_orient6.tif");
        using var stored = TiffFile.Open(path);
        using var turned = TiffFile.Open(path, new ImageFileOptions { AppliesOrientation = true });
        Assert.Equal("TIFF: yx 120x180 uint8, level 60x90, level 30x45", FileText.Of(turned));
        var (from, to) = (await stored.Images[0].Pixels.ReadAllAsync(), await turned.Images[0].Pixels.ReadAllAsync());
        for (var y = 0; y < 120; y++)
        {
            for (var x = 0; x < 180; x++)
            {
                Assert.Equal(from[((180 - 1 - x) * 120) + y], to[(y * 180) + x]);
            }
        }
    }
}
