using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>What files of microscopes say. The files are made after the documented layouts of the tags.</summary>
public sealed class VendorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("imagej", "ImageJ: czyx 2x2x6x5 uint16, z 700 nanometer, y 0.5 micrometer, x 0.25 micrometer, DAPI #0000FF 1-99, GFP #FF00FF 2-500")]
    [InlineData("tifffile", "tifffile: tcyx 2x3x6x5 uint16, t 2 second, y 0.5 micrometer, x 0.25 micrometer, a, b, c")]
    [InlineData("scifio", "SCIFIO: tcyx 2x3x6x5 uint16, t 4 second, y 0.25 micrometer, x 0.5 micrometer")]
    [InlineData("stk", "MetaMorph: \"cell\" czyx 2x2x6x5 uint16, z 0.5 micrometer, y 0.25 micrometer, x 0.25 micrometer, 447nm, 525nm, at y 2000 micrometer, at x 1000 micrometer")]
    [InlineData("metaseries", "MetaSeries: czyx 2x2x6x5 uint16, z 2 micrometer, y 0.65 micrometer, x 0.65 micrometer, w0 452nm, w1 552nm, at z 5 micrometer, at y -20.5 micrometer, at x 10 micrometer")]
    [InlineData("lsm", "LSM: tczyx 2x2x2x6x5 uint16, t 2.5 second, z 1 micrometer, y 0.3 micrometer, x 0.2 micrometer, Ch1 #00FF00, GFP2 #FF0080")]
    [InlineData("micromanager", "Micro-Manager: \"Pos0\" tczyx 2x2x2x6x5 uint16, t 2 second, z 1.5 micrometer, y 0.325 micrometer, x 0.325 micrometer, DAPI #0000FF 10-100, Cy5 #FF0000 20-200, at y 7 micrometer, at x 0 micrometer"
        + " | \"Pos1\" czyx 2x2x6x5 uint16, z 1.5 micrometer, y 0.325 micrometer, x 0.325 micrometer, DAPI #0000FF 10-100, Cy5 #FF0000 20-200, at y 7 micrometer, at x 100 micrometer !Missing !Missing")]
    [InlineData("ndtiff", "NDTiff: \"position B\" czyx 2x2x6x5 uint16, z 3 micrometer, y 0.325 micrometer, x 0.325 micrometer, DAPI, Cy5"
        + " | \"position A\" czyx 2x2x6x5 uint16, z 3 micrometer, y 0.325 micrometer, x 0.325 micrometer, Cy5, DAPI !LeftOut !Missing")]
    [InlineData("ndtiff numbered", "NDTiff: tcyx 2x2x6x5 uint16, DAPI, FITC")]
    [InlineData("scanimage", "ScanImage: tczyx 4x2x2x6x5 uint16, t 2 second, z 3 micrometer, y 2 micrometer, x 4 micrometer, Channel 1, Channel 3")]
    [InlineData("fluoview", "FluoView: czyx 2x3x6x5 uint16, z 2 micrometer, y 0.25 micrometer, x 0.5 micrometer")]
    [InlineData("svs", "SVS: cyx 3x32x24 uint8, y 0.499 micrometer, x 0.499 micrometer, Red, Green, Blue, level 3x16x12 | SlideLabel \"label\" cyx 3x5x5 uint8, Red, Green, Blue | Macro \"macro\" cyx 3x7x5 uint8, Red, Green, Blue")]
    [InlineData("ndpi", "NDPI: cyx 3x32x24 uint8, y 0.25 micrometer, x 0.5 micrometer, Red, Green, Blue, level 3x16x12, at y -2004 micrometer, at x 994 micrometer | Macro \"macro\" cyx 3x7x5 uint8, Red, Green, Blue !LeftOut")]
    [InlineData("scn", "SCN: \"tissue\" cyx 2x6x5 uint16, y 0.5 micrometer, x 1 micrometer, 405|Blue, L5|Green, level 2x3x2, at y 9 micrometer, at x 7 micrometer"
        + " | Macro \"macro\" cyx 3x7x5 uint8, y 4.28571 micrometer, x 4 micrometer, Red, Green, Blue, at y 0 micrometer, at x 0 micrometer")]
    [InlineData("qptiff", "QPTIFF: cyx 2x32x24 uint16, y 0.5 micrometer, x 0.5 micrometer, DAPI #0000FF, CD8 #FF8000, level 2x16x12, at y 15000 micrometer, at x 5000 micrometer"
        + " | Macro \"macro\" cyx 3x7x5 uint8, Red, Green, Blue | SlideLabel \"label\" cyx 3x5x5 uint8, Red, Green, Blue")]
    [InlineData("philips", "Philips TIFF: cyx 3x32x24 uint8, y 0.25 micrometer, x 0.5 micrometer, Red, Green, Blue, level 3x16x12 | Macro \"macro\" cyx 3x7x5 uint8, Red, Green, Blue | SlideLabel \"label\" cyx 3x5x5 uint8, Red, Green, Blue")]
    [InlineData("fei", "FEI: yx 6x5 uint16, y 3 nanometer, x 2 nanometer")]
    [InlineData("zeiss sem", "Zeiss SEM: yx 6x5 uint16, y 12.5 nanometer, x 12.5 nanometer")]
    [InlineData("sis", "Olympus SIS: yx 6x5 uint16, y 32 nanometer, x 64.5 nanometer")]
    public void A_file_means_what_its_program_says(string name, string expected)
    {
        using var file = Open(name);
        Assert.Equal(expected, FileText.Of(file));
    }

    [Fact]
    public async Task Planes_of_MetaMorph_take_turns_in_wavelength() =>
        await ExpectAsync("stk", VendorFiles.Image(4), at => ((at[1] * 2) + at[0], 0, at[2], at[3]));

    [Fact]
    public async Task Channels_of_MetaSeries_take_turns() =>
        await ExpectAsync("metaseries", VendorFiles.Image(4), at => ((at[1] * 2) + at[0], 0, at[2], at[3]));

    [Fact]
    public async Task Planes_of_an_lsm_file_are_channels() =>
        await ExpectAsync("lsm", VendorFiles.Image(4, 2), at => ((at[0] * 2) + at[2], at[1], at[3], at[4]));

    [Fact]
    public async Task Repeated_frames_of_ScanImage_are_times() =>
        await ExpectAsync("scanimage", VendorFiles.Image(16), at => ((at[0] / 2 * 8) + (at[2] * 4) + (at[0] % 2 * 2) + at[1], 0, at[3], at[4]));

    [Fact]
    public async Task Pages_of_FluoView_run_z_first() =>
        await ExpectAsync("fluoview", VendorFiles.Image(6), at => ((at[0] * 3) + at[1], 0, at[2], at[3]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_of_MicroManager_are_where_the_index_says(bool hasMap)
    {
        File.WriteAllBytes(folder["image.tif"], MicroManagerFile.Make(hasMap));
        using var file = TiffFile.Open(folder["image.tif"]);
        var image = VendorFiles.Image(11);
        Assert.Equal(Expected(image, file.Images[0].Pixels, at => ((at[0] * 7) + (at[1] * 2) + at[2], 0, at[3], at[4])), await file.Images[0].Pixels.ReadAllAsync());
        var second = await file.Images[1].Pixels.ReadAllAsync();
        var page = VendorFiles.Height * VendorFiles.Width * 2;
        Assert.Equal(image.Stored(6, false, false), second[(2 * page)..(3 * page)]);
        Assert.Equal(new byte[page], second[(3 * page)..]);
    }

    [Fact]
    public async Task Pages_of_NDTiff_are_where_their_axes_say()
    {
        await ExpectAsync("ndtiff", VendorFiles.Image(NdTiffFile.Places.Length), at => ((at[0] * 2) + at[1], 0, at[2], at[3]));
        await ExpectAsync("ndtiff numbered", VendorFiles.Image(4), at => ((at[0] * 2) + 1 - at[1], 0, at[2], at[3]));
        using var file = Open("ndtiff");
        var (image, page) = (VendorFiles.Image(NdTiffFile.Places.Length), VendorFiles.Height * VendorFiles.Width * 2);
        var second = await file.Images[1].Pixels.ReadAllAsync();
        // Cy5 at -1 is missing, Cy5 at 0 was written again.
        Assert.Equal([.. new byte[page], .. image.Stored(6, false, false), .. image.Stored(7, false, false), .. image.Stored(5, false, false)], second);
    }

    [Fact]
    public async Task Pages_of_NDTiff_that_differ_in_size_are_not_planes_of_one_image()
    {
        File.WriteAllBytes(folder["narrow.tif"], NdTiffFile.Make(narrow: 2));
        using var file = TiffFile.Open(folder["narrow.tif"]);
        Assert.NotEqual("NDTiff", file.Format);
        Assert.Contains(file.Findings, finding => finding.Message.Contains("page 2 has 4 x 6 pixels", StringComparison.Ordinal));
        foreach (var image in file.Images)
        {
            await image.Pixels.ReadAllAsync();
        }
    }

    [Fact]
    public async Task Levels_and_other_images_of_a_slide_are_read()
    {
        using var file = Open("svs");
        Assert.Equal(Expected(SlideFiles.Specimen, file.Images[0].Pixels, at => (0, at[0], at[1], at[2])), await file.Images[0].Pixels.ReadAllAsync());
        Assert.Equal(Expected(SlideFiles.Half, file.Images[0].Levels[0], at => (0, at[0], at[1], at[2])), await file.Images[0].Levels[0].ReadAllAsync());
        Assert.Equal(3 * 5 * 5, (await file.Images[1].Pixels.ReadAllAsync()).Length);
    }

    [Fact]
    public void Metadata_that_contradict_the_pages_are_not_followed()
    {
        var bytes = VendorFiles.Make("scn");
        bytes[bytes.AsSpan().IndexOf("ifd=\"4\""u8) + 5] = (byte)'9';
        File.WriteAllBytes(folder["image.tif"], bytes);
        using var file = TiffFile.Open(folder["image.tif"]);
        Assert.Equal(new FileFinding(FileFindingKind.LeftOut, "its metadata are not followed: damaged: its XML by Leica names page 9 of 5"), file.Findings[0]);
        Assert.Equal(["cyx", "zyx"], file.Images.Select(image => image.Axes));
    }

    [Theory]
    [InlineData("stk", "tyx", "tyx 4x6x5")]
    [InlineData("lsm", "ztcyx", "tczyx 2x2x2x6x5")]
    [InlineData("svs", "cyx", "cyx 3x32x24")]
    public void The_user_can_name_the_axes_of_any_file(string name, string axes, string expected)
    {
        File.WriteAllBytes(folder["image.tif"], VendorFiles.Make(name));
        using var file = TiffFile.Open(folder["image.tif"], new ImageFileOptions { Axes = axes });
        Assert.Equal(expected, $"{file.Images[0].Axes} {string.Join('x', file.Images[0].Pixels.Shape)}");
    }

    private TiffFile Open(string name)
    {
        File.WriteAllBytes(folder["image.tif"], VendorFiles.Make(name));
        return TiffFile.Open(folder["image.tif"]);
    }

    private async Task ExpectAsync(string name, TestImage image, Func<long[], (long Page, long Sample, long Y, long X)> locate)
    {
        using var file = Open(name);
        Assert.Equal(Expected(image, file.Images[0].Pixels, locate), await file.Images[0].Pixels.ReadAllAsync());
    }

    private static byte[] Expected(TestImage image, IArraySource source, Func<long[], (long Page, long Sample, long Y, long X)> locate) => image.Expected(Region.Whole(source.Shape), locate);
}
