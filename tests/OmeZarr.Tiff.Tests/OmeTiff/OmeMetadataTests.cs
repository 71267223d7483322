using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>What OME-XML says about an image beyond its pixels.</summary>
public sealed class OmeMetadataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Ym", "yottameter", 1)]
    [InlineData("Zm", "zettameter", 1)]
    [InlineData("Em", "exameter", 1)]
    [InlineData("Pm", "petameter", 1)]
    [InlineData("Tm", "terameter", 1)]
    [InlineData("Gm", "gigameter", 1)]
    [InlineData("Mm", "megameter", 1)]
    [InlineData("km", "kilometer", 1)]
    [InlineData("hm", "hectometer", 1)]
    [InlineData("dam", "meter", 10)]
    [InlineData("m", "meter", 1)]
    [InlineData("dm", "decimeter", 1)]
    [InlineData("cm", "centimeter", 1)]
    [InlineData("mm", "millimeter", 1)]
    [InlineData("\u00B5m", "micrometer", 1)]
    [InlineData("\u03BCm", "micrometer", 1)]
    [InlineData("um", "micrometer", 1)]
    [InlineData("micron", "micrometer", 1)]
    [InlineData("micrometers", "micrometer", 1)]
    [InlineData("\u00C2\u00B5m", "micrometer", 1)]
    [InlineData("nm", "nanometer", 1)]
    [InlineData("pm", "picometer", 1)]
    [InlineData("fm", "femtometer", 1)]
    [InlineData("am", "attometer", 1)]
    [InlineData("zm", "zeptometer", 1)]
    [InlineData("ym", "yoctometer", 1)]
    [InlineData("\u00C5", "angstrom", 1)]
    [InlineData("\u212B", "angstrom", 1)]
    [InlineData("thou", "inch", 0.001)]
    [InlineData("li", "inch", 1.0 / 12)]
    [InlineData("in", "inch", 1)]
    [InlineData("ft", "foot", 1)]
    [InlineData("yd", "yard", 1)]
    [InlineData("mi", "mile", 1)]
    [InlineData("ua", "kilometer", 149597870.7)]
    [InlineData("ly", "petameter", 9.4607304725808)]
    [InlineData("pc", "parsec", 1)]
    [InlineData("pt", "inch", 1.0 / 72)]
    [InlineData("reference frame", null, 1)]
    public void Every_unit_of_length_becomes_one_of_OME_Zarr(string symbol, string? unit, double factor)
    {
        using var file = Open($"PhysicalSizeX=\"2\" PhysicalSizeXUnit=\"{symbol}\"");
        Assert.Empty(file.Findings);
        Assert.Equal(new PhysicalSize(2 * factor, unit), file.Images[0].PixelSizes[^1]);
    }

    [Theory]
    [InlineData("Ys", "yottasecond", 1)]
    [InlineData("Ms", "megasecond", 1)]
    [InlineData("ks", "kilosecond", 1)]
    [InlineData("hs", "hectosecond", 1)]
    [InlineData("das", "second", 10)]
    [InlineData("s", "second", 1)]
    [InlineData("ds", "decisecond", 1)]
    [InlineData("cs", "centisecond", 1)]
    [InlineData("ms", "millisecond", 1)]
    [InlineData("\u00B5s", "microsecond", 1)]
    [InlineData("\u03BCs", "microsecond", 1)]
    [InlineData("ns", "nanosecond", 1)]
    [InlineData("ps", "picosecond", 1)]
    [InlineData("fs", "femtosecond", 1)]
    [InlineData("as", "attosecond", 1)]
    [InlineData("zs", "zeptosecond", 1)]
    [InlineData("ys", "yoctosecond", 1)]
    [InlineData("min", "minute", 1)]
    [InlineData("h", "hour", 1)]
    [InlineData("d", "day", 1)]
    public void Every_unit_of_time_becomes_one_of_OME_Zarr(string symbol, string unit, double factor)
    {
        using var file = Open($"TimeIncrement=\"2\" TimeIncrementUnit=\"{symbol}\"", t: 3);
        Assert.Empty(file.Findings);
        Assert.Equal(new PhysicalSize(2 * factor, unit), file.Images[0].PixelSizes[0]);
    }

    [Theory]
    [InlineData("PhysicalSizeX=\"0.0\"")]
    [InlineData("PhysicalSizeX=\"-1\"")]
    [InlineData("PhysicalSizeX=\"NaN\"")]
    [InlineData("PhysicalSizeX=\"1e999\"")]
    [InlineData("PhysicalSizeX=\"INF\"")]
    [InlineData("PhysicalSizeX=\"\"")]
    [InlineData("PhysicalSizeX=\"4\" PhysicalSizeXUnit=\"pixel\"")]
    public void A_size_that_says_nothing_is_none(string attributes)
    {
        using var file = Open(attributes);
        Assert.Null(file.Images[0].PixelSizes[^1]);
    }

    [Fact]
    public void An_unknown_unit_is_reported()
    {
        using var file = Open("PhysicalSizeX=\"2\" PhysicalSizeXUnit=\"furlong\"");
        Assert.Equal(new PhysicalSize(2, null), file.Images[0].PixelSizes[^1]);
        var finding = Assert.Single(file.Findings);
        Assert.Equal(FileFindingKind.LeftOut, finding.Kind);
        Assert.Contains("furlong", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_increment_the_times_of_the_planes_tell_it()
    {
        using var file = Open("", Planes(0, 1.01, 2, 3.02), t: 4);
        var size = Assert.NotNull(file.Images[0].PixelSizes[0]);
        Assert.Equal(3.02 / 3, size.Value, 1e-9);
        Assert.Equal("second", size.Unit);
        Assert.Equal(FileFindingKind.Guessed, Assert.Single(file.Findings).Kind);
    }

    [Fact]
    public void Frames_at_irregular_times_have_no_increment_and_say_so()
    {
        using var file = Open("", Planes(0, 1, 2, 4), t: 4);
        Assert.Null(file.Images[0].PixelSizes[0]);
        Assert.Equal(FileFindingKind.LeftOut, Assert.Single(file.Findings).Kind);
    }

    [Theory]
    [InlineData("-16776961", "FF0000")]
    [InlineData("16711935", "00FF00")]
    [InlineData("65535", "0000FF")]
    [InlineData("-1", "FFFFFF")]
    [InlineData("4278190335", "FF0000")]
    [InlineData("-2147483648", null)]
    [InlineData("0", null)]
    [InlineData("255", null)]
    [InlineData("red", null)]
    public void Colours_are_red_green_blue(string color, string? expected)
    {
        using var file = Open("", $"<Channel ID=\"Channel:0:0\" Name=\"a\" Color=\"{color}\"/><Channel ID=\"Channel:0:1\"/>", c: 2);
        Assert.Equal([expected, null], file.Images[0].Channels.Select(channel => channel.Color));
    }

    [Fact]
    public void An_image_without_a_channel_axis_has_one_channel()
    {
        using var file = Open("", "<Channel ID=\"Channel:0:0\" Name=\"DAPI\" EmissionWavelength=\"4610\" EmissionWavelengthUnit=\"\u00C5\"/>");
        Assert.Equal([new FileChannel { Name = "DAPI", EmissionWavelength = 461 }], file.Images[0].Channels);
    }

    [Fact]
    public void Channels_of_which_nothing_is_said_are_none()
    {
        using var file = Open("", "<Channel ID=\"Channel:0:0\"/><Channel ID=\"Channel:0:1\"/>", c: 2);
        Assert.Empty(file.Images[0].Channels);
    }

    [Fact]
    public void Colour_samples_are_named_by_their_colours()
    {
        var image = new TestImage(DataType.UInt8, 2, 3, 4, 5);
        var document = OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 1, 6, 1), "<Channel ID=\"Channel:0:0\" Name=\"a\" SamplesPerPixel=\"3\"/><Channel ID=\"Channel:0:1\" SamplesPerPixel=\"3\"/><TiffData/>");
        OmeTiffMaker.Write(folder["a.tif"], image, [0, 1], document);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Equal(["a Red", "a Green", "a Blue", "Red", "Green", "Blue"], file.Images[0].Channels.Select(channel => channel.Name));
        Assert.Equal(["FF0000", "00FF00", "0000FF", "FF0000", "00FF00", "0000FF"], file.Images[0].Channels.Select(channel => channel.Color));
    }

    [Theory]
    [InlineData("label image", FileImageKind.SlideLabel)]
    [InlineData("Macro Image", FileImageKind.Macro)]
    [InlineData("thumbnail", FileImageKind.Thumbnail)]
    [InlineData("label", FileImageKind.Image)]
    [InlineData("my image &lt;1&gt; µ", FileImageKind.Image)]
    public void The_name_tells_the_kind(string name, FileImageKind kind)
    {
        var image = new TestImage(DataType.UInt8, 1, 1, 4, 5);
        var document = OmeTiffMaker.Wrap($"<Image ID=\"Image:0\" Name=\"{name}\"><Pixels ID=\"Pixels:0\" {OmeTiffMaker.Sizes(image, 1, 1, 1)}><TiffData/></Pixels></Image>");
        OmeTiffMaker.Write(folder["a.tif"], image, [0], document);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Equal(kind, file.Images[0].Kind);
        Assert.Equal(System.Net.WebUtility.HtmlDecode(name), file.Images[0].Name);
        Assert.Equal(document[document.IndexOf("<OME", StringComparison.Ordinal)..], file.OmeXml);
    }

    [Fact]
    public void Axes_that_split_in_two_are_reported()
    {
        var image = new TestImage(DataType.UInt8, 4, 1, 4, 5);
        var annotation = "<StructuredAnnotations><XMLAnnotation ID=\"Annotation:0\"><Value><Modulo><ModuloAlongT Type=\"lifetime\" Start=\"0\" End=\"3\"/></Modulo></Value></XMLAnnotation></StructuredAnnotations>";
        var document = OmeTiffMaker.Wrap($"<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" {OmeTiffMaker.Sizes(image, 1, 1, 4)}><TiffData/></Pixels></Image>{annotation}");
        OmeTiffMaker.Write(folder["a.tif"], image, [0, 1, 2, 3], document);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Contains("axis t in two", Assert.Single(file.Findings).Message, StringComparison.Ordinal);
    }

    private static string Planes(params double[] times) =>
        string.Concat(times.Select((time, t) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<Plane TheZ=\"0\" TheC=\"0\" TheT=\"{t}\" DeltaT=\"{time}\"/>")));

    private TiffFile Open(string attributes, string content = "", int c = 1, int t = 1)
    {
        var image = new TestImage(DataType.UInt8, c * t, 1, 4, 5);
        // The schema wants TiffData between the channels and the planes.
        var planes = Math.Max(0, content.IndexOf("<Plane", StringComparison.Ordinal) is var at and >= 0 ? at : content.Length);
        var document = OmeTiffMaker.Document($"{OmeTiffMaker.Sizes(image, 1, c, t)} {attributes}", $"{content[..planes]}<TiffData/>{content[planes..]}");
        OmeTiffMaker.Write(folder["a.tif"], image, Enumerable.Range(0, c * t), document);
        return TiffFile.Open(folder["a.tif"]);
    }
}
