using System.Xml.Linq;
using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Writing;

/// <summary>What the OME-XML of an exported file says, and what is reported as lost.</summary>
public sealed class WrittenOmeXmlTests : IDisposable
{
    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sizes_units_and_channels_are_told()
    {
        var (xml, losses) = await ExportAsync(new StoredImage { Axes = "tczyx", Shape = [2, 3, 4, 5, 6], DataType = DataType.Float32, Change = Described });
        var pixels = xml.Root!.Element(Ome + "Image")!.Element(Ome + "Pixels")!;
        Assert.Equal("K\u00E4fer", (string?)pixels.Parent!.Attribute("Name"));
        (string Name, string Value)[] expected =
        [
            ("DimensionOrder", "XYZCT"), ("Type", "float"), ("SizeX", "6"), ("SizeY", "5"), ("SizeZ", "4"), ("SizeC", "3"), ("SizeT", "2"), ("PhysicalSizeX", "0.5"), ("PhysicalSizeXUnit", "\u00B5m"),
            ("PhysicalSizeY", "0.25"), ("PhysicalSizeYUnit", "\u00B5m"), ("PhysicalSizeZ", "2"), ("PhysicalSizeZUnit", "\u00B5m"), ("TimeIncrement", "1.5"), ("TimeIncrementUnit", "s"),
        ];
        Assert.Equal(expected, expected.Select(one => (one.Name, (string)pixels.Attribute(one.Name)!)));
        Assert.Equal(["DAPI", "GFP", "Cy5"], pixels.Elements(Ome + "Channel").Select(channel => (string?)channel.Attribute("Name")));
        Assert.Equal([unchecked((int)0xFF0000FF), 0x00FF00FF, 0x0000FFFF], pixels.Elements(Ome + "Channel").Select(channel => (int)channel.Attribute("Color")!));
        Assert.Empty(pixels.Elements(Ome + "Plane"));
        Assert.Equal(["ome-tiff-window"], losses.Select(loss => loss.RuleId));
    }

    [Fact]
    public async Task The_reader_of_this_library_understands_it()
    {
        var image = new StoredImage { Axes = "tczyx", Shape = [2, 3, 4, 50, 60], Change = Described };
        await OmeTiffWriter.WriteAsync(await image.WriteAsync(folder["in.ome.zarr"]), folder["out.ome.tif"], cancellationToken: Cancel);
        using var tiff = TiffImage.Open(folder["out.ome.tif"]);
        Assert.Equal(("tczyx", image.Shape), (tiff.AxisNames, tiff.Shape));
        Assert.Equal([new PhysicalSize(1.5, "second"), null, new PhysicalSize(2, "micrometer"), new PhysicalSize(0.25, "micrometer"), new PhysicalSize(0.5, "micrometer")], tiff.PixelSizes);
        Assert.Equal(["DAPI", "GFP", "Cy5"], tiff.ChannelNames);
        Assert.Equal(image.Pixels, await tiff.ReadAllAsync());
    }

    [Fact]
    public async Task One_element_places_all_planes_in_this_file()
    {
        var (xml, _) = await ExportAsync(new StoredImage { Axes = "czyx", Shape = [2, 3, 5, 6] });
        var data = Assert.Single(xml.Descendants(Ome + "TiffData"));
        Assert.Equal(("0", "6"), ((string?)data.Attribute("IFD"), (string?)data.Attribute("PlaneCount")));
        Assert.Equal("out.ome.tif", (string?)data.Element(Ome + "UUID")!.Attribute("FileName"));
        Assert.Equal((string?)xml.Root!.Attribute("UUID"), data.Element(Ome + "UUID")!.Value);
        Assert.StartsWith("urn:uuid:", data.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Positions_are_those_of_the_planes()
    {
        var (xml, losses) = await ExportAsync(new StoredImage { Axes = "zyx", Shape = [2, 5, 6], Change = image => image with { Multiscales = [Placed] } });
        var planes = xml.Descendants(Ome + "Plane").ToList();
        Assert.Equal(["30", "34"], planes.Select(plane => (string?)plane.Attribute("PositionZ")));
        Assert.Equal(["20", "20"], planes.Select(plane => (string?)plane.Attribute("PositionY")));
        Assert.Equal(("-3", "nm", "reference frame"), ((string?)planes[0].Attribute("PositionX"), (string?)planes[0].Attribute("PositionXUnit"), (string?)planes[0].Attribute("PositionYUnit")));
        Assert.Equal("1", (string?)xml.Descendants(Ome + "Pixels").Single().Attribute("PhysicalSizeX"));
        Assert.Equal(["ome-tiff-scale", "ome-tiff-scale"], losses.Select(loss => loss.RuleId));
    }

    [Fact]
    public async Task Several_images_are_in_one_file()
    {
        var images = new List<OmeImage>
        {
            await new StoredImage { Axes = "zyx", Shape = [3, 20, 30], Name = "one" }.WriteAsync(folder["a.ome.zarr"]),
            await new StoredImage { Axes = "cyx", Shape = [2, 40, 10], DataType = DataType.Int32, Name = "two" }.WriteAsync(folder["b.ome.zarr"]),
        };
        await OmeTiffWriter.WriteAsync(images, folder["out.ome.tif"], cancellationToken: Cancel);
        var tiff = new ParsedTiff(folder["out.ome.tif"]);
        var xml = XDocument.Parse(tiff.Description);
        Assert.Equal(["one", "two"], xml.Descendants(Ome + "Image").Select(image => (string?)image.Attribute("Name")));
        Assert.Equal(["0", "3"], xml.Descendants(Ome + "TiffData").Select(data => (string?)data.Attribute("IFD")));
        Assert.Equal(await ((IArraySource)images[1].Levels[0]).ReadAllAsync(), tiff.Pages.Skip(3).SelectMany(tiff.Pixels));
    }

    [Fact]
    public async Task Labels_are_named_as_left_out_and_can_be_exported_alone()
    {
        var image = await new StoredImage { Axes = "cyx", Shape = [2, 20, 30] }.WriteAsync(folder["in.ome.zarr"]);
        await OmeWriter.WriteLabelAsync(folder["in.ome.zarr"], "nuclei", new uint[20, 30].AsSource(), cancellationToken: Cancel);
        Assert.Contains("nuclei", Assert.Single(await OmeTiffWriter.WriteAsync(image, folder["a.tif"], cancellationToken: Cancel)).Message, StringComparison.Ordinal);
        await OmeTiffWriter.WriteAsync(await image.OpenLabelAsync("nuclei", Cancel), folder["b.tif"], cancellationToken: Cancel);
        Assert.Equal(32, new ParsedTiff(folder["b.tif"]).Pages.Single()[258][0]);
    }

    private static Multiscale Placed => new()
    {
        Axes = [new SpaceAxis("z"), new SpaceAxis("y"), new SpaceAxis("x", "nanometer")],
        Datasets = [new Dataset("0", new ScaleTransformation(2, 2, 0.5), new TranslationTransformation(15, 10, -1.5))],
        CoordinateTransformations = [new ScaleTransformation(2, 2, 2)],
    };

    private static Image Described(Image image) => image with
    {
        Multiscales = [Multiscale.FromDimensions([new("t", 1.5, "second"), new("c"), new("z", 2, "micrometer"), new("y", 0.25, "micrometer"), new("x", 0.5, "micrometer")], "K\u00E4fer")],
        Omero = new Omero { Channels = [Channel("DAPI", "FF0000"), Channel("GFP", "00FF00"), Channel("Cy5", "0000FF")] },
    };

    private static OmeroChannel Channel(string name, string color) => OmeroChannel.Default(name, color, new OmeroWindow { Start = 0, Min = 0, End = 1, Max = 1 });

    private async Task<(XDocument Xml, IReadOnlyList<Finding> Losses)> ExportAsync(StoredImage image)
    {
        var losses = await OmeTiffWriter.WriteAsync(await image.WriteAsync(folder["in.ome.zarr"]), folder["out.ome.tif"], cancellationToken: Cancel);
        return (XDocument.Parse(new ParsedTiff(folder["out.ome.tif"]).Description), losses);
    }
}
