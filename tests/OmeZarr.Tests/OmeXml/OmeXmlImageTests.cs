using System.Xml.Linq;
using OmeZarr.OmeXml;
using OmeZarr.Rules;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.OmeXml;

/// <summary>OME-XML that is made of the metadata.</summary>
public sealed class OmeXmlImageTests
{
    private static readonly Image Full = new()
    {
        Multiscales =
        [
            new Multiscale
            {
                Name = "a <b> \"µ\"",
                Axes = [new TimeAxis("t", "minute"), new ChannelAxis("c"), new SpaceAxis("z", "micrometer"), new SpaceAxis("y", "nanometer"), new SpaceAxis("x", "angstrom")],
                Datasets = [new Dataset("0", new ScaleTransformation(1.5, 1, 2, 325, 0.00001))],
                CoordinateTransformations = [new ScaleTransformation(2, 1, 1, 1, 1)],
            },
        ],
        Omero = new Omero { Channels = [OmeroChannel.Default("DAPI", "0000FF", Images.Window), OmeroChannel.Default("GFP", "FFFFFF", Images.Window), new OmeroChannel { Color = "none" }] },
    };

    public static TheoryData<string> Inexpressible => ["int64", "uint64", "float16"];

    [Fact]
    public void Everything_that_OME_XML_has_words_for_is_said()
    {
        const string Expected = """
            <?xml version="1.0" encoding="utf-8"?>
            <OME xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" Creator="OmeZarr.NET" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">
              <Image ID="Image:0" Name="a &lt;b&gt; &quot;µ&quot;">
                <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="7" SizeY="6" SizeZ="5" SizeC="3" SizeT="2" PhysicalSizeX="1E-05" PhysicalSizeXUnit="Å" PhysicalSizeY="325" PhysicalSizeYUnit="nm" PhysicalSizeZ="2" PhysicalSizeZUnit="µm" TimeIncrement="3" TimeIncrementUnit="min">
                  <Channel ID="Channel:0:0" Name="DAPI" SamplesPerPixel="1" Color="65535" />
                  <Channel ID="Channel:0:1" Name="GFP" SamplesPerPixel="1" Color="-1" />
                  <Channel ID="Channel:0:2" SamplesPerPixel="1" />
                  <MetadataOnly />
                </Pixels>
              </Image>
            </OME>
            """;
        Assert.Equal(Expected, Text(OmeXmlImage.Describe("series", Full, new ArraySpec([2, 3, 5, 6, 7], DataType.UInt16))));
    }

    [Fact]
    public void What_an_image_lacks_has_length_1_and_no_distance()
    {
        var pixels = Pixels(OmeXmlImage.Describe("s", Images.WithAxes(new SpaceAxis("y"), new SpaceAxis("x", "furlong")), new ArraySpec([4, 9], DataType.Float32)));
        Assert.Equal(
            "Pixels:0 XYZCT float 9 4 1 1 1",
            string.Join(' ', pixels.Attributes().Select(attribute => attribute.Value)));
        Assert.Equal(["Channel", "MetadataOnly"], pixels.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("s", pixels.Parent!.Attribute("Name")!.Value);
    }

    [Fact]
    public void Distances_beyond_single_precision_are_left_out()
    {
        var image = Images.With(new Multiscale
        {
            Axes = [new SpaceAxis("y", "meter"), new SpaceAxis("x", "meter")],
            Datasets = [new Dataset("0", new ScaleTransformation(1e-60, 1e60))],
        });
        Assert.DoesNotContain("PhysicalSize", Text(OmeXmlImage.Describe("s", image, new ArraySpec([4, 9], DataType.UInt8))), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unit_of_OME_Zarr_has_a_symbol()
    {
        string[] symbols = [.. Units.Space.Select(unit => OmeXmlWords.Unit(new SpaceAxis("x", unit))!), .. Units.Time.Select(unit => OmeXmlWords.Unit(new TimeAxis("t", unit))!)];
        Assert.All(symbols, Assert.NotNull);
        Assert.Equal(symbols.Length, symbols.Distinct().Count());
        Assert.Equal(["Ym", "am", "cm", "hm", "dm", "Å", "ft", "in", "mi", "pc", "yd"], new[] { "yottameter", "attometer", "centimeter", "hectometer", "decimeter", "angstrom", "foot", "inch", "mile", "parsec", "yard" }.Select(unit => OmeXmlWords.Unit(new SpaceAxis("x", unit))));
        Assert.Null(OmeXmlWords.Unit(new SpaceAxis("x", "second")));
        Assert.Null(OmeXmlWords.Unit(new ChannelAxis("c", "meter")));
    }

    [Fact]
    public void Every_type_has_a_word_or_is_refused()
    {
        Assert.Equal(
            ["bit", "int8", "int16", "int32", null, "uint8", "uint16", "uint32", null, null, "float", "double", "complex", "double-complex"],
            DataType.All.Select(OmeXmlWords.PixelType));
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_replaced()
    {
        var image = Full with { Multiscales = [Full.Multiscales[0] with { Name = "a\u0001\uD800b\uFFFE\U0001F52C\n" }] };
        var pixels = Pixels(OmeXmlImage.Describe("s", image, new ArraySpec([1, 3, 1, 1, 1], DataType.UInt8)));
        Assert.Equal("a\uFFFD\uFFFDb\uFFFD\U0001F52C\n", pixels.Parent!.Attribute("Name")!.Value);
    }

    [Theory]
    [MemberData(nameof(Inexpressible))]
    public async Task A_type_without_a_word_leaves_the_OME_XML_out(string type)
    {
        using var folder = new TemporaryFolder();
        var image = Images.WithAxes(new SpaceAxis("y"), new SpaceAxis("x"));
        await RequireLeftOutAsync(folder, image, new ArraySpec([4, 9], DataType.FromName(type)!), $"series 0: OME-XML has no pixel type for {type}; to have the document, give it as omeXml");
    }

    [Fact]
    public async Task Axes_and_lengths_without_a_word_leave_the_OME_XML_out()
    {
        using var folder = new TemporaryFolder();
        const string Expected = "series 0: OME-XML describes images with the axes t, c, z, y, x in this order, not ";
        await RequireLeftOutAsync(folder, Images.WithAxes(new SpaceAxis("x"), new SpaceAxis("y")), new ArraySpec([4, 9], DataType.UInt8), $"{Expected}x, y; to have");
        await RequireLeftOutAsync(folder, Images.WithAxes(new CustomAxis("angle"), new SpaceAxis("y"), new SpaceAxis("x")), new ArraySpec([2, 4, 9], DataType.UInt8), $"{Expected}angle, y, x");
        await RequireLeftOutAsync(folder, Images.WithAxes(new SpaceAxis("lat"), new SpaceAxis("lon")), new ArraySpec([4, 9], DataType.UInt8), $"{Expected}lat, lon");
        await RequireLeftOutAsync(folder, Images.WithAxes(new SpaceAxis("y"), new SpaceAxis("x")), new ArraySpec([4, 0], DataType.UInt8), "series 0: OME-XML cannot describe an image of ");
    }

    [Fact]
    public async Task Metadata_that_are_completed_later_are_those_that_are_described()
    {
        using var folder = new TemporaryFolder();
        var (given, level) = (Images.WithDatasets(Images.Cyx.Datasets[0]), ArraySource.FromMemory<byte>(new byte[2 * 4 * 4], [2, 4, 4]));
        var options = new WriteOptions { CompleteMetadata = image => image with { Omero = Omero.FromChannels(["a", "b"], [Images.Window, Images.Window]) } };
        await using var builder = new Bioformats2RawBuilder(folder["b.zarr"], options: options);
        await builder.WriteImageAsync("0", given, level);
        await OmeWriter.WriteBioformats2RawAsync(folder["w.zarr"], [new SeriesImage("0", given, level)], options: options);
        Assert.All(["b.zarr", "w.zarr"], path => Assert.Equal(["a", "b"], Collections.Xml(folder[path]).Descendants(Collections.Ome + "Channel").Select(channel => channel.Attribute("Name")!.Value)));
    }

    /// <summary>Requires a collection without OME-XML and one finding, from every writer; with OME-XML of the caller neither.</summary>
    private static async Task RequireLeftOutAsync(TemporaryFolder folder, Image image, ArraySpec spec, string expected)
    {
        var source = ArraySource.FromBytes(new byte[spec.Shape.ElementCount * spec.DataType.Size], spec.Shape, spec.DataType);
        Func<WriteOptions, Task>[] writers =
        [
            options => OmeWriter.WriteBioformats2RawAsync(folder["c.zarr"], [new SeriesImage("0", image, source)], options: options),
            async options => await (await Builder(options).AddSeries("0", image, spec).PrepareAsync()).DisposeAsync(),
            options => Builder(options).WriteImageAsync("0", image, source),
        ];
        foreach (var write in writers)
        {
            var findings = new List<(string Path, Finding Finding)>();
            await write(new WriteOptions { Findings = (path, finding) => findings.Add((path, finding)) });
            var (at, found) = Assert.Single(findings, finding => finding.Path == "OME");
            Assert.Equal(("OME", "ome-xml-left-out", Severity.Warning), (at, found.RuleId, found.Severity));
            Assert.StartsWith($"METADATA.ome.xml is left out: {expected}", found.Message, StringComparison.Ordinal);
            Assert.Null(await (await OmeCollection.OpenAsync(folder["c.zarr"])).ReadOmeXmlAsync());
            Directory.Delete(folder["c.zarr"], recursive: true);
        }

        await OmeWriter.WriteBioformats2RawAsync(folder["c.zarr"], [new SeriesImage("0", image, source)], "<OME/>", new WriteOptions { Findings = (path, finding) => Assert.NotEqual("OME", path) });
        Assert.Equal("<OME/>", await (await OmeCollection.OpenAsync(folder["c.zarr"])).ReadOmeXmlAsync());
        Directory.Delete(folder["c.zarr"], recursive: true);

        Bioformats2RawBuilder Builder(WriteOptions options) => new(folder["c.zarr"], options: options);
    }

    private static string Text(OmeXmlImage image) => System.Text.Encoding.UTF8.GetString(OmeXmlDocument.ToUtf8([image]));

    private static XElement Pixels(OmeXmlImage image) => XDocument.Parse(Text(image)).Descendants(Collections.Ome + "Pixels").Single();
}
