using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using OmeZarr.Tiff.Tests.OmeTiff;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests;

/// <summary>What a user selects and says: lengths of axes, single pages, the orientation.</summary>
public sealed class SelectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tzyx", "t=3,z=4", "tzyx 3x4x6x5")]
    [InlineData("tzyx", "T=3", "tzyx 3x4x6x5")]
    [InlineData("ZTYX", "t=3", "tzyx 3x4x6x5")]
    [InlineData("tczyx", "t=1,c=2", "tczyx 1x2x6x6x5")]
    [InlineData("tyx", "t=12", "tyx 12x6x5")]
    public async Task Lengths_of_several_axes_can_be_given(string axes, string sizes, string expected)
    {
        var image = new TestImage(DataType.UInt8, 12, 1, 6, 5);
        using var file = Open(image, new ImageFileOptions { Axes = axes, Sizes = Sizes(sizes) });
        Assert.Equal(expected, $"{file.Images[0].Axes} {string.Join('x', file.Images[0].Pixels.Shape)}");
        var isExchanged = axes == "ZTYX";
        var expectedBytes = image.Expected(Region.Whole(file.Images[0].Pixels.Shape), at => (isExchanged ? (at[1] * 3) + at[0] : Flat(at, file.Images[0].Pixels.Shape), 0, at[^2], at[^1]));
        Assert.Equal(expectedBytes, await file.Images[0].Pixels.ReadAllAsync());
        Assert.Empty(file.Findings);
    }

    [Theory]
    [InlineData("tzyx", "t=5,z=2", "t=5 x z=2 does not fit the 12 pages")]
    [InlineData("tzyx", "t=5", "t=5 does not fit the 12 pages")]
    [InlineData("tzyx", "c=5", "a length is given for c, but the axes of the pages are \"tz\"")]
    [InlineData("tzyx", "y=6", "a length is given for y")]
    [InlineData("tczyx", "t=3", "one of them may be left out")]
    [InlineData("tzyx", "t=0", "need positive lengths")]
    [InlineData("tzyx", "t=9223372036854775807,z=9223372036854775807", "does not fit")]
    [InlineData(null, "t=3", "need the axes")]
    public void Lengths_that_do_not_fit_are_explained(string? axes, string sizes, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => Open(new TestImage(DataType.UInt8, 12, 1, 6, 5), new ImageFileOptions { Axes = axes, Sizes = Sizes(sizes) }));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task One_page_can_be_read_alone(int page)
    {
        var image = new TestImage(DataType.UInt8, 12, 1, 6, 5);
        using var file = Open(image, new ImageFileOptions { Page = page }, "ImageJ=1\nimages=12\nslices=12\nunit=um\nmin=1\nmax=9\n");
        Assert.Equal("ImageJ: yx 6x5 uint8, y 0.25 micrometer, x 0.5 micrometer, 1-9", FileText.Of(file));
        Assert.Equal(image.Stored(page, false, false), await file.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public void A_page_can_be_read_where_the_file_cannot()
    {
        using var file = Open(new TestImage(DataType.UInt8, 12, 1, 6, 5), new ImageFileOptions { Page = 3 }, "SCIFIO=0.4\naxes=X,Y,Time,Time\nlengths=5,6,3,4\n");
        Assert.Equal("TIFF: yx 6x5 uint8", FileText.Of(file));
    }

    [Theory]
    [InlineData(0, "DAPI")]
    [InlineData(1, "GFP")]
    public async Task A_page_of_an_OME_TIFF_keeps_its_size_and_channel(int page, string channel)
    {
        var image = new TestImage(DataType.UInt8, 2, 1, 6, 5);
        const string Content = "<Channel ID=\"Channel:0\" Name=\"DAPI\"/><Channel ID=\"Channel:1\" Name=\"GFP\"/><TiffData/>";
        OmeTiffMaker.Write(folder["a.tif"], image, [0, 1], OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 1, 2, 1) + " PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.25\"", Content));
        using var file = TiffFile.Open(folder["a.tif"], new ImageFileOptions { Page = page });
        Assert.Equal($"OME-TIFF: yx 6x5 uint8, y 0.25 micrometer, x 0.5 micrometer, {channel}", FileText.Of(file));
        Assert.Equal(image.Stored(page, false, false), await file.Images[0].Pixels.ReadAllAsync());
    }

    [Theory]
    [InlineData("a.tif", 0)]
    [InlineData("b.tif", 1)]
    public async Task A_page_of_a_set_is_that_of_the_opened_file(string name, int page)
    {
        var image = new TestImage(DataType.UInt8, 2, 1, 6, 5);
        const string Content = "<TiffData FirstZ=\"0\" IFD=\"0\"><UUID FileName=\"a.tif\">urn:uuid:a</UUID></TiffData><TiffData FirstZ=\"1\" IFD=\"0\"><UUID FileName=\"b.tif\">urn:uuid:b</UUID></TiffData>";
        foreach (var (i, written) in new[] { "a.tif", "b.tif" }.Index())
        {
            OmeTiffMaker.Write(folder[written], image, [i], OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 2, 1, 1), Content, $"UUID=\"urn:uuid:{written[0]}\""));
        }

        using var file = TiffFile.Open(folder[name], new ImageFileOptions { Page = 0 });
        Assert.Equal(image.Stored(page, false, false), await file.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public void A_file_of_metadata_has_no_pages()
    {
        File.WriteAllText(folder["a.companion.ome"], OmeTiffMaker.Wrap(string.Empty));
        var error = Assert.Throws<ArgumentException>(() => TiffFile.Open(folder["a.companion.ome"], new ImageFileOptions { Page = 0 }));
        Assert.Contains("has no pages, only the metadata of other files", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-1)]
    public void A_page_that_is_not_there_is_an_error(int page)
    {
        var error = Assert.Throws<ArgumentException>(() => Open(new TestImage(DataType.UInt8, 12, 1, 6, 5), new ImageFileOptions { Page = page }));
        Assert.Contains($"there is no page {page}", error.Message, StringComparison.Ordinal);
        Assert.Contains("has 12, counted from 0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task All_orientations_are_applied_on_request(int orientation)
    {
        foreach (var samples in new[] { 1, 3 })
        {
            var image = new TestImage(DataType.UInt16, 2, samples, 6, 5);
            var file = new RawTiff(true).Header();
            for (var page = 0; page < 2; page++)
            {
                file.Page(image, page).Short(274, orientation).Rational(282, 40_000, 1).Rational(283, 20_000, 1).Short(296, 3).Directory();
            }

            File.WriteAllBytes(folder["image.tif"], file.ToArray());
            using var tiff = TiffFile.Open(folder["image.tif"], new ImageFileOptions { AppliesOrientation = true });
            await ExpectAsync(tiff.Images[0], image, orientation);
            using var stored = TiffFile.Open(folder["image.tif"]);
            Assert.Equal(orientation == 1 ? 0 : 1, stored.Findings.Count(finding => finding.Kind == FileFindingKind.LeftOut));
        }
    }

    private static async Task ExpectAsync(FileImage image, TestImage stored, int orientation)
    {
        var source = image.Pixels;
        var isTurned = orientation >= 5;
        Assert.Equal(isTurned ? [5, 6] : [6, 5], source.Shape.TakeLast(2));
        Assert.Equal(isTurned ? 0.25 : 0.5, image.PixelSizes[^2]!.Value.Value, 9);
        (long, long, long, long) Locate(long[] at)
        {
            var (y, x) = (at[^2], at[^1]);
            var (row, column) = orientation switch
            {
                1 => (y, x),
                2 => (y, 4 - x),
                3 => (5 - y, 4 - x),
                4 => (5 - y, x),
                5 => (x, y),
                6 => (5 - x, y),
                7 => (5 - x, 4 - y),
                _ => (x, 4 - y),
            };
            return (at[^3], at.Length == 4 ? at[0] : 0, row, column);
        }

        Assert.Equal(stored.Expected(Region.Whole(source.Shape), Locate), await source.ReadAllAsync());
        var part = new Region([.. source.Shape.Select(length => length / 3)], Shape.Create([.. source.Shape.Select(length => (length + 1) / 2)]));
        Assert.Equal(stored.Expected(part, Locate), await source.ReadAsync(part));
    }

    private static long Flat(long[] at, Shape shape)
    {
        var page = 0L;
        for (var d = 0; d < at.Length - 2; d++)
        {
            page = (page * shape[d]) + at[d];
        }

        return page;
    }

    private static Dictionary<char, long> Sizes(string text) =>
        text.Split(',').ToDictionary(size => size[0], size => long.Parse(size[2..], System.Globalization.CultureInfo.InvariantCulture));

    private TiffFile Open(TestImage image, ImageFileOptions options, string? description = null)
    {
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { Description = description, Resolution = (2, 4) });
        return TiffFile.Open(folder["image.tif"], options);
    }
}
