using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Real OME-TIFF files from public repositories, with the right answers of their README.</summary>
public sealed class OmeTiffCaseTests
{
    [Theory]
    [InlineData("cells-2c.ome.tif", "cyx", "uint8", new long[] { 2, 131, 93 })]
    [InlineData("cells-2t.ome.tif", "tyx", "uint8", new long[] { 2, 131, 93 })]
    [InlineData("cells-2z.ome.tif", "zyx", "uint8", new long[] { 2, 131, 93 })]
    [InlineData("ome-single-rgb-0.25um.ome.tif", "cyx", "uint8", new long[] { 3, 131, 93 })]
    [InlineData("ome-c3-int8.ome.tif", "cyx", "int8", new long[] { 3, 167, 439 })]
    [InlineData("ome-zc-interleaved.ome.tiff", "czyx", "uint8", new long[] { 2, 5, 24, 18 })]
    [InlineData("ome-subifd-pyramid-rgba.ome.tiff", "cyx", "uint8", new long[] { 4, 25, 26 })]
    public async Task A_file_with_one_image_has_its_axes_and_reads_whole(string name, string axes, string type, long[] shape)
    {
        using var file = Open(name);
        Assert.Equal("OME-TIFF", file.Format);
        Assert.Empty(file.Findings);
        var image = Assert.Single(file.Images);
        Assert.Equal(axes, image.Axes);
        Assert.Equal(shape, image.Pixels.Shape);
        Assert.Equal(DataType.FromName(type), image.Pixels.DataType);
        Assert.True((await image.Pixels.ReadAllAsync()).Distinct().Count() > 2);
    }

    [Theory]
    [InlineData("cells-2c.ome.tif", null)]
    [InlineData("cells-2t.ome.tif", null)]
    [InlineData("cells-2z.ome.tif", 1.0)]
    [InlineData("ome-single-rgb-0.25um.ome.tif", null)]
    public void Pixel_sizes_are_micrometres(string name, double? z)
    {
        using var file = Open(name);
        var image = file.Images[0];
        var pixel = new PhysicalSize(0.25, "micrometer");
        Assert.Equal([pixel, pixel], image.PixelSizes.TakeLast(2));
        Assert.Equal(z is null ? null : new PhysicalSize(z.Value, "micrometer"), image.PixelSizes[0]);
    }

    [Fact]
    public async Task Slices_and_channels_that_alternate_are_told_apart()
    {
        using var file = Open("ome-zc-interleaved.ome.tiff");
        var pixels = file.Images[0].Pixels;
        using var stored = BitMiracle.LibTiff.Classic.Tiff.Open(Path("ome-zc-interleaved.ome.tiff"), "r");
        for (short page = 0; page < 10; page++)
        {
            Assert.True(stored.SetDirectory(page));
            var values = Enumerable.Range(0, stored.NumberOfStrips()).SelectMany(strip =>
            {
                var bytes = new byte[stored.StripSize()];
                return bytes.Take(stored.ReadEncodedStrip(strip, bytes, 0, bytes.Length));
            });
            Assert.Equal(values, await pixels.ReadAsync(new Region([page % 2, page / 2, 0, 0], [1, 1, 24, 18])));
        }
    }

    [Fact]
    public async Task A_pyramid_has_its_levels()
    {
        using var file = Open("ome-subifd-pyramid-rgba.ome.tiff");
        var levels = file.Images[0].Levels;
        Assert.Equal([[4, 12, 13], [4, 6, 6], [4, 3, 3]], levels.Select(level => level.Shape.ToArray()));
        Assert.True((await levels[1].ReadAllAsync()).Distinct().Count() > 2);
    }

    [Fact]
    public async Task Six_images_stay_six_images()
    {
        using var file = Open("multiseries.ome.tiff");
        Assert.Equal(6, file.Images.Count);
        Assert.All(file.Images, image => Assert.Equal("cyx", image.Axes));
        Assert.All(file.Images, image => Assert.Equal([4, 5, 5], image.Pixels.Shape));
        Assert.All(file.Images, image => Assert.Equal([431, 525, 590, 690], image.Channels.Select(channel => channel.EmissionWavelength!.Value)));
        Assert.Equal("Scan_20180705_135218_01x4x01271.rcpnl #761", file.Images[0].Name);
        Assert.Equal(new PhysicalSize(0.6499999761581421, "micrometer"), file.Images[0].PixelSizes[1]);
        var values = await Task.WhenAll(file.Images.Select(image => image.Pixels.ReadAllAsync()));
        Assert.Equal(6, values.Select(Convert.ToHexString).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_part_of_a_set_without_its_metadata_is_refused_with_the_way_out(int number)
    {
        var path = Path($"multifile-Z{number}.ome.tiff");
        var error = Assert.Throws<TiffFormatException>(() => TiffFile.Open(path));
        Assert.Contains("multifile.companion.ome", error.Message, StringComparison.Ordinal);
        Assert.Contains("--stack z", error.Message, StringComparison.Ordinal);
        using var slice = TiffFile.Open(path, new ImageFileOptions { Axes = "yx" });
        Assert.Equal([24, 18], slice.Images[0].Pixels.Shape);
        Assert.Contains(slice.Findings, finding => finding.Kind == FileFindingKind.LeftOut);
    }

    [Fact]
    public async Task A_set_converts_whole_from_any_of_its_files_when_the_metadata_are_there()
    {
        using var folder = new TemporaryFolder();
        for (var z = 1; z <= 5; z++)
        {
            File.Copy(Path($"multifile-Z{z}.ome.tiff"), folder[$"multifile-Z{z}.ome.tiff"]);
        }

        // The published companion names the files by these identifiers.
        string[] uuids =
        [
            "4978087c-a670-4b12-af53-256c62d8d101", "f2307570-bede-47a7-aa2b-4e23231ac295", "f4927e53-35eb-45b3-ac16-a9255a58860c", "25097c6a-c144-45fa-af9f-f10b1c045288",
            "07a89384-e358-44dc-94d8-40e786ed9655",
        ];
        var data = string.Concat(uuids.Select((uuid, z) => $"<TiffData FirstZ=\"{z}\" IFD=\"0\" PlaneCount=\"1\"><UUID FileName=\"multifile-Z{z + 1}.ome.tiff\">urn:uuid:{uuid}</UUID></TiffData>"));
        var sizes = "DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"18\" SizeY=\"24\" SizeZ=\"5\" SizeC=\"1\" SizeT=\"1\"";
        await File.WriteAllTextAsync(folder["multifile.companion.ome"], OmeTiffMaker.Document(sizes, data, "UUID=\"urn:uuid:07504f88-7bc3-11e0-b937-2faf67bc00b3\""), TestContext.Current.CancellationToken);
        byte[]? first = null;
        foreach (var name in (string[])["multifile-Z3.ome.tiff", "multifile-Z1.ome.tiff", "multifile.companion.ome"])
        {
            using var file = TiffFile.Open(folder[name]);
            Assert.Equal("zyx", file.Images[0].Axes);
            Assert.Equal([5, 24, 18], file.Images[0].Pixels.Shape);
            Assert.Empty(file.Findings);
            Assert.Equal(6, file.Files.Count);
            var values = await file.Images[0].Pixels.ReadAllAsync();
            Assert.Equal(first ??= values, values);
            Assert.Equal(5, values.Chunk(24 * 18).Select(Convert.ToHexString).Distinct().Count());
        }
    }

    private static string Path(string name) => SharedData.PathOrSkip($"cases/tiff/{name}");

    private static TiffFile Open(string name) => TiffFile.Open(Path(name));
}
