using System.Runtime.InteropServices;
using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests;

/// <summary>What the axes of an image are: by ImageJ, by tifffile, by the user, by default.</summary>
public sealed class TiffImageAxesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pages_of_an_ImageJ_hyperstack_run_c_then_z_then_t()
    {
        var image = new TestImage(DataType.UInt16, 2 * 3 * 4, 1, 6, 5);
        using var tiff = Open(image, "ImageJ=1.53t\nimages=24\nchannels=4\nslices=3\nframes=2\nhyperstack=true\n");
        Assert.Equal("tczyx", tiff.AxisNames);
        Assert.Equal([2, 4, 3, 6, 5], tiff.Shape);
        await ExpectAsync(tiff, image, at => ((((at[0] * 3) + at[2]) * 4) + at[1], 0, at[3], at[4]));
    }

    [Theory]
    [InlineData("images=6\nslices=6\n", "zyx")]
    [InlineData("images=6\nframes=6\n", "tyx")]
    [InlineData("images=6\nchannels=6\n", "cyx")]
    [InlineData("images=6\n", "zyx")]
    [InlineData("images=6\nchannels=2\nframes=3\nhyperstack=true\n", "tcyx")]
    [InlineData("images=6\nchannels=2\nslices=3\nhyperstack=true\n", "czyx")]
    [InlineData("", "zyx")]
    public async Task Axes_of_length_1_are_dropped(string keys, string axes)
    {
        var image = new TestImage(DataType.UInt8, 6, 1, 6, 5);
        using var tiff = Open(image, "ImageJ=1.53t\n" + keys);
        Assert.Equal(axes, tiff.AxisNames);
        await ExpectAsync(tiff, image, at => (axes switch
        {
            "tcyx" => (at[0] * 2) + at[1],
            "czyx" => (at[1] * 2) + at[0],
            _ => at[0],
        }, 0, at[^2], at[^1]));
    }

    [Theory]
    [InlineData("""{"shape": [4, 3, 2, 6, 5]}""", "tczyx", new long[] { 4, 3, 2, 6, 5 })]
    [InlineData("""{"shape": [12, 2, 6, 5]}""", "czyx", new long[] { 12, 2, 6, 5 })]
    [InlineData("""{"shape": [24, 6, 5]}""", "zyx", new long[] { 24, 6, 5 })]
    [InlineData("""{"shape": [1, 24, 6, 5]}""", "zyx", new long[] { 24, 6, 5 })]
    [InlineData("""{"shape": [24, 6, 5, 1]}""", "zyx", new long[] { 24, 6, 5 })]
    [InlineData("""{"axes": "TCYX", "shape": [4, 6, 6, 5]}""", "tcyx", new long[] { 4, 6, 6, 5 })]
    [InlineData("""{"shape": [4, 6, 6, 5], "axes": "ZCYX"}""", "czyx", new long[] { 6, 4, 6, 5 })]
    [InlineData("""{"shape": "of a pear"}""", "zyx", new long[] { 24, 6, 5 })]
    [InlineData("""{not JSON""", "zyx", new long[] { 24, 6, 5 })]
    public async Task A_shape_by_tifffile_is_followed(string description, string axes, long[] shape)
    {
        var image = new TestImage(DataType.UInt8, 24, 1, 6, 5);
        using var tiff = Open(image, description);
        Assert.Equal(axes, tiff.AxisNames);
        Assert.Equal(shape, tiff.Shape);
        await ExpectAsync(tiff, image, at => (description.Contains("ZCYX", StringComparison.Ordinal)
            ? (at[1] * 6) + at[0]
            : at[..^2].Zip(shape).Aggregate(0L, (page, next) => (page * next.Second) + next.First), 0, at[^2], at[^1]));
    }

    [Theory]
    [InlineData("""{"shape": [4, 6, 6, 5], "axes": "ZYXC"}""")]
    [InlineData("""{"shape": [24, 6, 5], "axes": "tXY"}""")]
    [InlineData("""{"shape": [24, 6, 5], "axes": "XXY"}""")]
    public void The_user_may_name_rows_and_columns_otherwise(string description)
    {
        using var tiff = Open(new TestImage(DataType.UInt8, 24, 1, 6, 5), description, "zxy");
        Assert.Equal([24, 5, 6], tiff.Shape);
    }

    [Theory]
    [InlineData("""{"shape": [4, 6, 5, 3]}""", false)]
    [InlineData("""{"shape": [4, 6, 5, 3], "axes": "ZYXS"}""", false)]
    [InlineData("""{"shape": [4, 3, 6, 5]}""", true)]
    [InlineData("plain", false)]
    [InlineData("plain", true)]
    public async Task A_stack_of_rgb_pages_has_its_channels_before_z(string description, bool isPlanar)
    {
        var image = new TestImage(DataType.UInt16, 4, 3, 6, 5);
        using var tiff = Open(image, description, isPlanar: isPlanar);
        Assert.Equal("czyx", tiff.AxisNames);
        await ExpectAsync(tiff, image, at => (at[1], at[0], at[2], at[3]));
    }

    [Theory]
    [InlineData("tyx", "tyx")]
    [InlineData("CYX", "cyx")]
    [InlineData("zxy", "zyx")]
    [InlineData("xzy", "zyx")]
    public async Task The_user_can_name_the_axes_and_they_are_put_in_order(string axes, string names)
    {
        var image = new TestImage(DataType.UInt16, 4, 1, 6, 5);
        using var tiff = Open(image, "plain", axes);
        Assert.Equal(names, tiff.AxisNames);
        await ExpectAsync(tiff, image, at =>
        {
            var byFile = axes.ToLowerInvariant().Select(letter => at[names.IndexOf(letter, StringComparison.Ordinal)]).ToArray();
            return (byFile[0], 0, byFile[1], byFile[2]);
        });
    }

    [Fact]
    public async Task The_user_can_name_the_axes_of_a_described_file()
    {
        var image = new TestImage(DataType.UInt8, 6, 3, 6, 5);
        using var tiff = Open(image, """{"shape": [2, 3, 6, 5, 3]}""", "ztcyx");
        Assert.Equal("tczyx", tiff.AxisNames);
        Assert.Equal([3, 3, 2, 6, 5], tiff.Shape);
        await ExpectAsync(tiff, image, at => ((at[2] * 3) + at[0], at[1], at[3], at[4]));
    }

    [Fact]
    public void Naming_axes_of_length_1_keeps_them()
    {
        using var tiff = Open(new TestImage(DataType.UInt8, 6, 1, 6, 5), """{"shape": [1, 6, 6, 5]}""", "czyx");
        Assert.Equal([1, 6, 6, 5], tiff.Shape);
    }

    [Theory]
    [InlineData("yx", "2 letters", "4 x 6 x 5")]
    [InlineData("tzyx", "4 letters", "4 x 6 x 5")]
    [InlineData("qyx", "t, c, z, y, x", "qyx")]
    [InlineData("yyx", "different letters", "yyx")]
    [InlineData("tcz", "with y and x", "tcz")]
    public void Axes_that_do_not_fit_are_explained(string axes, string first, string second)
    {
        var error = Assert.Throws<ArgumentException>(() => Open(new TestImage(DataType.UInt8, 4, 1, 6, 5), "plain", axes));
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"shape": [50, 6, 5]}""")]
    [InlineData("""{"shape": [4, 9, 9]}""")]
    [InlineData("ImageJ=1.53t\nimages=90\nslices=90\n")]
    [InlineData("<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"/>")]
    public void A_description_that_disagrees_gives_way_to_the_pages(string description)
    {
        var image = new TestImage(DataType.UInt8, 4, 1, 6, 5);
        using (var tiff = Open(image, description))
        {
            Assert.Equal("zyx", tiff.AxisNames);
            Assert.Equal([4, 6, 5], tiff.Shape);
        }

        using var named = Open(image, description, "tyx");
        Assert.Equal([4, 6, 5], named.Shape);
    }

    [Fact]
    public async Task Unnamed_page_axes_are_joined_until_there_are_three()
    {
        var image = new TestImage(DataType.UInt8, 24, 1, 6, 5);
        using var tiff = Open(image, """{"shape": [2, 3, 1, 2, 2, 6, 5]}""");
        Assert.Equal("tczyx", tiff.AxisNames);
        Assert.Equal([6, 2, 2, 6, 5], tiff.Shape);
        await ExpectAsync(tiff, image, at => ((((at[0] * 2) + at[1]) * 2) + at[2], 0, at[3], at[4]));
    }

    [Fact]
    public async Task Unnamed_page_axes_beside_samples_are_joined_until_there_are_two()
    {
        var image = new TestImage(DataType.UInt8, 12, 3, 6, 5);
        using var tiff = Open(image, """{"shape": [2, 3, 2, 6, 5, 3]}""");
        Assert.Equal("tczyx", tiff.AxisNames);
        await ExpectAsync(tiff, image, at => ((at[0] * 2) + at[2], at[1], at[3], at[4]));
    }

    [Theory]
    [InlineData("ZYXC", "czyx")]
    [InlineData("TCXY", "tcyx")]
    [InlineData("YXCZ", "czyx")]
    public async Task Rows_and_columns_of_pages_are_what_their_letters_say(string axes, string expected)
    {
        // Two axes of pages, rows, columns.
        var image = new TestImage(DataType.UInt16, 8, 1, 6, 5);
        using var tiff = Open(image, $$"""{"shape": [2, 4, 6, 5], "axes": "{{axes}}"}""");
        Assert.Equal(expected, tiff.AxisNames);
        long At(long[] at, int axis) => at[expected.IndexOf(char.ToLowerInvariant(axes[axis]), StringComparison.Ordinal)];
        await ExpectAsync(tiff, image, at => ((At(at, 0) * 4) + At(at, 1), 0, At(at, 2), At(at, 3)));
    }

    [Fact]
    public void Axes_of_length_1_at_the_end_are_dropped()
    {
        using var tiff = Open(new TestImage(DataType.UInt8, 4, 1, 6, 5), """{"shape": [4, 6, 5, 1, 1], "axes": "TYXCQ"}""");
        Assert.Equal("tyx", tiff.AxisNames);
        Assert.Equal([4, 6, 5], tiff.Shape);
    }

    [Fact]
    public async Task Reduced_copies_are_not_part_of_the_image()
    {
        var image = new TestImage(DataType.UInt8, 2, 1, 6, 5);
        TiffMaker.Write(folder["image.tif"], [image, new TestImage(DataType.UInt8, 1, 1, 3, 2)], new TiffRecipe { ReducedFrom = 2 });
        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.Equal([2, 6, 5], tiff.Shape);
        await ExpectAsync(tiff, image, at => (at[0], 0, at[1], at[2]));
    }

    [Theory]
    [InlineData("ImageJ=1.53t\nimages=7\nslices=7\n", false, 1)]
    [InlineData("ImageJ=1.53t\nimages=7\nslices=7\n", true, 1)]
    [InlineData("""{"shape": [7, 6, 5]}""", false, 1)]
    [InlineData("""{"shape": [7, 6, 5, 3]}""", true, 3)]
    public async Task Pages_behind_a_single_directory_are_read(string description, bool isBigEndian, int samples)
    {
        var image = new TestImage(DataType.UInt16, 7, samples, 6, 5);
        File.WriteAllBytes(folder["image.tif"], Contiguous(image, description, isBigEndian));
        using var tiff = TiffImage.Open(folder["image.tif"]);
        await ExpectAsync(tiff, image, at => samples == 1 ? (at[0], 0, at[1], at[2]) : (at[1], at[0], at[2], at[3]));
    }

    [Fact]
    public async Task Pages_beyond_4_gigabytes_behind_a_single_directory_are_read()
    {
        const long PageBytes = 2 * 30_000 * 20_000;
        using (var stream = File.Create(folder["image.tif"]))
        {
            var file = new RawTiff(true).Header();
            file.Long(256, 20_000).Long(257, 30_000).Short(258, 16).Short(259, 1).Short(262, 1).Long(273, 4096).Short(277, 1).Long(278, 30_000)
                .Long(279, PageBytes).Text(270, "ImageJ=1.53t\nimages=5\nframes=5\n").Directory();
            stream.Write(file.ToArray());
            // All zeros, which take no room on most disks, but for the last pixel.
            stream.SetLength(4096 + (5 * PageBytes));
            stream.Position = stream.Length - 2;
            stream.Write([0x12, 0x34]);
        }

        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.Equal([5, 30_000, 20_000], tiff.Shape);
        var bytes = await tiff.ReadAsync(new Region([4, 29_998, 19_998], [1, 2, 2]));
        Assert.Equal([0, 0, 0, 0x1234], MemoryMarshal.Cast<byte, ushort>(bytes).ToArray());
    }

    [Fact]
    public void Pages_behind_a_single_directory_that_are_missing_are_noticed()
    {
        var file = Contiguous(new TestImage(DataType.UInt16, 7, 1, 6, 5), "ImageJ=1.53t\nimages=70000\nslices=70000\n", false);
        File.WriteAllBytes(folder["image.tif"], file);
        using var tiff = TiffFile.Open(folder["image.tif"]);
        Assert.Equal([7, 6, 5], tiff.Images[0].Pixels.Shape);
        Assert.Equal(new FileFinding(FileFindingKind.Missing, "the file has 7 pages, but ImageJ describes 1 x 70000 x 1; the image ends with the last of them"), Assert.Single(tiff.Findings));
    }

    private static byte[] Contiguous(TestImage image, string description, bool isBigEndian)
    {
        var file = new RawTiff(isBigEndian).Header();
        var stored = Enumerable.Range(0, image.Pages).SelectMany(page => image.Stored(page, false, isBigEndian)).ToArray();
        var pageBytes = stored.Length / image.Pages;
        file.Page(image, 1, file.Append(new byte[3]) + 3, pageBytes).Text(270, description);
        // The data comes right after the three bytes, before the values of the directory.
        file.Append(stored);
        file.Directory();
        return file.ToArray();
    }

    private static async Task ExpectAsync(TiffImage tiff, TestImage image, Func<long[], (long Page, long Sample, long Y, long X)> locate)
    {
        Assert.Equal(image.Expected(Region.Whole(tiff.Shape), locate), await tiff.ReadAllAsync());
        var part = new Region([.. tiff.Shape.Select(length => length / 2)], Shape.Create([.. tiff.Shape.Select(length => length - (length / 2))]));
        Assert.Equal(image.Expected(part, locate), await tiff.ReadAsync(part));
    }

    private TiffImage Open(TestImage image, string description, string? axes = null, bool isPlanar = false)
    {
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { Description = description, IsPlanar = isPlanar });
        return TiffImage.Open(folder["image.tif"], axes);
    }
}
