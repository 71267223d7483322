using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Documents that do not fit the pages: followed as far as they go, and never silently.</summary>
public sealed class OmeContradictionTests : IDisposable
{
    private static readonly TestImage Image = new(DataType.UInt8, 4, 1, 5, 6);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fewer_pages_than_planes_are_filled_with_zeros_and_reported()
    {
        using var file = Open(Image, 3, 2, 1, "<TiffData/>");
        Assert.Equal("czyx", file.Images[0].Axes);
        var finding = Assert.Single(file.Findings);
        Assert.Equal(FileFindingKind.Missing, finding.Kind);
        Assert.Contains("2 of its 6 planes are missing, the first at z 1, c 1, t 0", finding.Message, StringComparison.Ordinal);
        var values = await file.Images[0].Pixels.ReadAllAsync();
        Assert.Equal(Image.Expected(new Region([0, 0, 0], [4, 5, 6]), index => (index[0], 0, index[1], index[2])), values[..120]);
        Assert.All(values[120..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void More_pages_than_planes_are_reported()
    {
        using var file = Open(Image, 3, 1, 1, "<TiffData/>");
        Assert.Equal([3, 5, 6], file.Images[0].Pixels.Shape);
        var finding = Assert.Single(file.Findings);
        Assert.Equal(FileFindingKind.LeftOut, finding.Kind);
        Assert.Contains("1 of its 4 pages belong to no image of the OME-XML, the first is page 3", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<TiffData/>")]
    [InlineData("<TiffData IFD=\"0\" PlaneCount=\"4\"/>")]
    [InlineData("<TiffData IFD=\"0\" NumPlanes=\"4\"/>")]
    [InlineData("<TiffData PlaneCount=\"0\"/>")]
    [InlineData("<TiffData IFD=\"2\" FirstZ=\"2\" PlaneCount=\"2\"/><TiffData PlaneCount=\"2\"/>")]
    public async Task Pages_are_found_without_a_finding(string data) => await RequirePlanes(data, []);

    [Theory]
    [InlineData("<TiffData IFD=\"0\"/>")]
    [InlineData("<TiffData IFD=\"0\"/><TiffData IFD=\"2\" FirstZ=\"2\"/>")]
    public async Task Pages_that_follow_are_taken_and_reported(string data) => await RequirePlanes(data, [FileFindingKind.Guessed]);

    [Fact]
    public async Task Numbers_may_begin_with_1() => await RequirePlanes(string.Concat(Enumerable.Range(0, 4).Select(z => $"<TiffData IFD=\"{z}\" FirstZ=\"{z + 1}\" FirstC=\"1\" FirstT=\"1\"/>")), []);

    [Fact]
    public async Task Elements_outside_of_the_image_are_reported() =>
        await RequirePlanes("<TiffData/><TiffData IFD=\"0\" FirstZ=\"9\"/>", [FileFindingKind.LeftOut]);

    [Theory]
    [InlineData("SizeX=\"6\"", "SizeX=\"7\"")]
    [InlineData("SizeY=\"5\"", "SizeY=\"4\"")]
    [InlineData("Type=\"uint8\"", "Type=\"uint16\"")]
    public async Task The_tags_of_the_pages_count(string right, string wrong)
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 4, 1, 1).Replace(right, wrong, StringComparison.Ordinal), "<TiffData/>"));
        await RequirePlanes([FileFindingKind.Guessed]);
    }

    [Theory]
    [InlineData(3, 3, "<Channel/>", 3, "cyx")]
    [InlineData(3, 3, "", 3, "cyx")]
    [InlineData(3, 1, "<Channel/>", 3, "cyx")]
    [InlineData(4, 3, "<Channel SamplesPerPixel=\"3\"/>", 4, "cyx")]
    public void Samples_are_counted_by_the_pages(int samples, int sizeC, string channels, int expected, string axes)
    {
        using var file = Open(new TestImage(DataType.UInt8, 1, samples, 5, 6), 1, sizeC, 1, $"{channels}<TiffData/>");
        Assert.Equal(axes, file.Images[0].Axes);
        Assert.Equal(expected, file.Images[0].Pixels.Shape[0]);
        Assert.Equal(sizeC % samples == 0 ? 0 : 1, file.Findings.Count);
    }

    [Fact]
    public void Channels_of_three_samples_may_be_counted_as_one()
    {
        using var file = Open(new TestImage(DataType.UInt8, 3, 3, 5, 6), 1, 3, 1, string.Concat(Enumerable.Repeat("<Channel SamplesPerPixel=\"3\"/>", 3)) + "<TiffData/>");
        Assert.Equal([9, 5, 6], file.Images[0].Pixels.Shape);
        Assert.Equal(FileFindingKind.Guessed, Assert.Single(file.Findings).Kind);
    }

    [Fact]
    public void An_order_that_is_not_stated_is_a_guess()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 2, 2, 1).Replace("DimensionOrder=\"XYZCT\"", "", StringComparison.Ordinal), "<TiffData/>"));
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Equal(FileFindingKind.Guessed, Assert.Single(file.Findings).Kind);
    }

    [Fact]
    public async Task The_letters_of_the_user_override_the_document()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 2, 1, 2, "XYTZC") + " PhysicalSizeZ=\"3\"", "<TiffData/>"));
        using var file = TiffFile.Open(folder["a.tif"], new ImageFileOptions { Axes = "czyx" });
        Assert.Equal("czyx", file.Images[0].Axes);
        Assert.Equal([null, new PhysicalSize(3, "micrometer"), null, null], file.Images[0].PixelSizes);
        Assert.Equal(Image.Expected(new Region([0, 0, 0], [4, 5, 6]), index => (index[0], 0, index[1], index[2])), await file.Images[0].Pixels.ReadAllAsync());
        Assert.Throws<ArgumentException>(() => TiffFile.Open(folder["a.tif"], new ImageFileOptions { Axes = "zyx" }));
    }

    [Fact]
    public async Task The_lengths_of_the_user_override_the_document()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 4, 1, 1), "<TiffData/>"));
        ImageFileOptions Options(long t) => new() { Axes = "tzyx", Sizes = new Dictionary<char, long> { ['t'] = t } };
        using var file = TiffFile.Open(folder["a.tif"], Options(2));
        Assert.Equal("tzyx", file.Images[0].Axes);
        Assert.Equal([2, 2, 5, 6], file.Images[0].Pixels.Shape);
        Assert.Equal(Image.Expected(new Region([0, 0, 0], [4, 5, 6]), index => (index[0], 0, index[1], index[2])), await file.Images[0].Pixels.ReadAllAsync());
        Assert.Contains("t=3 does not fit the 4 pages", Assert.Throws<ArgumentException>(() => TiffFile.Open(folder["a.tif"], Options(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_cannot_be_followed_gives_way_to_the_pages_and_to_the_letters_of_the_user()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 2, 1, 2).Replace("SizeZ=\"2\"", "SizeZ=\"0\"", StringComparison.Ordinal)));
        using (var pages = TiffFile.Open(folder["a.tif"]))
        {
            Assert.Equal("TIFF: zyx 4x5x6 uint8 !LeftOut !Guessed", FileText.Of(pages));
            Assert.StartsWith("its metadata are not followed: damaged OME-XML: Pixels has SizeZ=\"0\"", pages.Findings[0].Message, StringComparison.Ordinal);
            Assert.Null(pages.OmeXml);
        }

        using var file = TiffFile.Open(folder["a.tif"], new ImageFileOptions { Axes = "tyx" });
        Assert.Equal([4, 5, 6], file.Images[0].Pixels.Shape);
        Assert.Equal(FileFindingKind.LeftOut, Assert.Single(file.Findings).Kind);
    }

    [Fact]
    public async Task Pages_of_several_sizes_that_the_document_calls_one_image_are_several()
    {
        var other = new TestImage(DataType.UInt8, 1, 1, 3, 9);
        var file = new RawTiff(false).Header();
        file.Page(Image).Text(270, OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 2, 1, 1), "<TiffData/>")).Directory();
        file.Page(other).Directory();
        await File.WriteAllBytesAsync(folder["a.tif"], file.ToArray(), TestContext.Current.CancellationToken);
        using var tiff = TiffFile.Open(folder["a.tif"]);
        Assert.Equal("TIFF: yx 5x6 uint8 | yx 3x9 uint8 !LeftOut", FileText.Of(tiff));
        Assert.Contains("page 1 has 9 x 3 pixels of uint8, but other pages of the same image have 6 x 5 pixels of uint8", tiff.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(other.Stored(0, false, false), await tiff.Images[1].Pixels.ReadAllAsync());
    }

    [Fact]
    public void A_document_without_images_is_said_to_have_none()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Wrap(string.Empty));
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Equal("TIFF: zyx 4x5x6 uint8 !LeftOut !Guessed", FileText.Of(file));
        Assert.Equal("its OME-XML describes no image, so it is not followed", file.Findings[0].Message);
    }

    [Fact]
    public void An_image_of_which_a_page_is_unsupported_is_left_out_and_reported()
    {
        var images = string.Concat(Enumerable.Range(0, 2).Select(number => $"<Image ID=\"Image:{number}\"><Pixels ID=\"Pixels:{number}\" {OmeTiffMaker.Sizes(Image, 1, 1, 1)}><TiffData IFD=\"{number}\"/></Pixels></Image>"));
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1], OmeTiffMaker.Wrap(images));
        var bytes = File.ReadAllBytes(folder["a.tif"]);
        // The last entry of tag Compression (259, SHORT, one value).
        var at = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[3, 1, 3, 0, 1, 0, 0, 0]);
        bytes[at + 8] = 99;
        File.WriteAllBytes(folder["a.tif"], bytes);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Single(file.Images);
        Assert.Contains("image 1 is not read", file.Findings[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Image:1", file.OmeXml, StringComparison.Ordinal);
    }

    private TiffFile Open(TestImage image, int z, int c, int t, string content)
    {
        OmeTiffMaker.Write(folder["a.tif"], image, Enumerable.Range(0, image.Pages), OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, z, c, t), content));
        return TiffFile.Open(folder["a.tif"]);
    }

    private async Task RequirePlanes(string data, FileFindingKind[] findings)
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 4, 1, 1), data));
        await RequirePlanes(findings);
    }

    private async Task RequirePlanes(FileFindingKind[] findings)
    {
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Equal(findings, file.Findings.Select(finding => finding.Kind));
        Assert.Equal("zyx", file.Images[0].Axes);
        Assert.Equal(Image.Expected(new Region([0, 0, 0], [4, 5, 6]), index => (index[0], 0, index[1], index[2])), await file.Images[0].Pixels.ReadAllAsync());
    }
}
