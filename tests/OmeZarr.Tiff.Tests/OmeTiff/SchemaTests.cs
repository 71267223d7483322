using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Each release of the schema says the same with other words.</summary>
public sealed class SchemaTests
{
    private static readonly TestImage Image = new(DataType.UInt16, 2 * 3 * 2, 1, 6, 8);

    public static TheoryData<string> Releases { get; } =
    [
        "2003-FC", "2007-06", "2008-02", "2008-09", "2009-09", "2010-04", "2010-06", "2011-06", "2012-06", "2013-06", "2015-01", "2016-06",
    ];

    [Theory]
    [MemberData(nameof(Releases))]
    public Task A_release_is_read(string release) => Check(Document(release, prefix: ""));

    [Theory]
    [MemberData(nameof(Releases))]
    public Task A_release_is_read_with_prefixes(string release) => Check(Document(release, prefix: "OME:"));

    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData("ImageDescription:\r\n ", "")]
    [InlineData("<!-- Warning: <OME> is edited -->", "\0\0\0")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<!-- a -->\n<?ome x?>", "\n\n\0 trailing words")]
    public Task What_stands_around_the_document_does_not_count(string before, string behind) => Check(before + Document("2016-06", "") + behind);

    [Fact]
    public Task Control_characters_do_not_count() => Check(Document("2016-06", "").Replace("DAPI stain", "DAPI\u0001stain", StringComparison.Ordinal), "DAPI\uFFFDstain");

    private static async Task Check(string document, string name = "DAPI stain")
    {
        using var folder = new TemporaryFolder();
        OmeTiffMaker.Write(folder["a.tif"], Image, Enumerable.Range(0, Image.Pages), document);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Empty(file.Findings);
        var image = Assert.Single(file.Images);
        Assert.Equal("tczyx", image.Axes);
        Assert.Equal([2, 3, 2, 6, 8], image.Pixels.Shape);
        Assert.Equal("cells", image.Name);
        Assert.Equal(
            [new PhysicalSize(1.5, "second"), null, new PhysicalSize(2, "micrometer"), new PhysicalSize(0.25, "micrometer"), new PhysicalSize(0.5, "micrometer")], image.PixelSizes);
        Assert.Equal([name, "FITC", null], image.Channels.Select(channel => channel.Name));
        Assert.Equal([460, 520, null], image.Channels.Select(channel => channel.EmissionWavelength));
        Assert.Equal([null, null, new(30, null), new(-20, null), new(10, null)], image.Position);
        Assert.Equal(
            Image.Expected(Region.Whole(image.Pixels.Shape), index => ((((index[0] * 2) + index[2]) * 3) + index[1], 0, index[3], index[4])), await image.Pixels.ReadAllAsync());
    }

    // XYCZT: pages run c fastest, then z, then t.
    private static string Document(string release, string prefix)
    {
        var (year, space) = (int.Parse(release[..4], System.Globalization.CultureInfo.InvariantCulture), release == "2003-FC"
            ? "http://www.openmicroscopy.org/XMLschemas/OME/FC/ome.xsd"
            : $"http://www.openmicroscopy.org/Schemas/OME/{release}");
        var document = year switch
        {
            2003 => Of2003,
            < 2010 => Of2007,
            < 2015 => Of2010,
            _ => Of2015,
        };
        var prefixed = document.Replace("</", "\u0001", StringComparison.Ordinal).Replace("<", $"<{prefix}", StringComparison.Ordinal).Replace("\u0001", $"</{prefix}", StringComparison.Ordinal);
        return $"<{prefix}OME xmlns{(prefix.Length > 0 ? ":OME" : "")}=\"{space}\">{prefixed}</{prefix}OME>";
    }

    private const string Lengths = "DimensionOrder=\"XYCZT\" SizeX=\"8\" SizeY=\"6\" SizeZ=\"2\" SizeC=\"3\" SizeT=\"2\"";

    private const string Of2003 = $"""
        <Image ID="urn:lsid:a:Image:1" Name="cells" DefaultPixels="urn:lsid:a:Pixels:2" PixelSizeX="0.5" PixelSizeY="0.25" PixelSizeZ="2" TimeIncrement="1.5">
          <ChannelInfo ID="a" Name="DAPI stain" EmWave="460" SamplesPerPixel="1"><ChannelComponent Index="0" Pixels="urn:lsid:a:Pixels:2"/></ChannelInfo>
          <ChannelInfo ID="b" Fluor="FITC" EmWave="520"><ChannelComponent Index="1" Pixels="urn:lsid:a:Pixels:2"/></ChannelInfo>
          <ChannelInfo ID="c"/>
          <StageLabel Name="s" X="10" Y="-20" Z="30"/>
          <Pixels ID="urn:lsid:a:Pixels:2" PixelType="uint16" BigEndian="false" {Lengths}><TiffData/></Pixels>
        </Image>
        """;

    private const string Of2007 = $"""
        <Image ID="Image:0" Name="cells" DefaultPixels="Pixels:0" AcquiredPixels="Pixels:0">
          <LogicalChannel ID="LogicalChannel:0" Name="DAPI stain" EmWave="460" SamplesPerPixel="1"><ChannelComponent Index="0" Pixels="Pixels:0"/></LogicalChannel>
          <LogicalChannel ID="LogicalChannel:1" Fluor="FITC" EmWave="520"/><LogicalChannel ID="LogicalChannel:2"/>
          <Pixels ID="Pixels:0" PixelType="uint16" BigEndian="false" PhysicalSizeX="0.5" PhysicalSizeY="0.25" PhysicalSizeZ="2" TimeIncrement="1.5" {Lengths}>
            <TiffData IFD="0" NumPlanes="12"/>
            <Plane TheZ="0" TheC="0" TheT="0"><PlaneTiming DeltaT="0" ExposureTime="0.1"/><StagePosition PositionX="10" PositionY="-20" PositionZ="30"/></Plane>
          </Pixels>
        </Image>
        """;

    private const string Of2010 = $"""
        <Image ID="Image:0" Name="cells">
          <AcquiredDate>2010-03-02T15:08:59</AcquiredDate>
          <Pixels ID="Pixels:0" Type="uint16" PhysicalSizeX="0.5" PhysicalSizeY="0.25" PhysicalSizeZ="2" TimeIncrement="1.5" {Lengths}>
            <Channel ID="Channel:0:0" Name="DAPI stain" EmissionWavelength="460" SamplesPerPixel="1"><LightPath/></Channel>
            <Channel ID="Channel:0:1" Fluor="FITC" EmissionWavelength="520"/><Channel ID="Channel:0:2"/>
            <TiffData FirstZ="0" FirstC="0" FirstT="0" IFD="0" PlaneCount="12"/>
            <Plane TheZ="0" TheC="0" TheT="0" PositionX="10" PositionY="-20" PositionZ="30"/>
          </Pixels>
        </Image>
        """;

    private const string Of2015 = $"""
        <Image ID="Image:0" Name="cells">
          <Pixels ID="Pixels:0" Type="uint16" PhysicalSizeX="0.5" PhysicalSizeXUnit="um" PhysicalSizeY="0.25" PhysicalSizeYUnit="&#181;m" PhysicalSizeZ="2" PhysicalSizeZUnit="μm"
              TimeIncrement="1.5" TimeIncrementUnit="s" {Lengths}>
            <Channel ID="Channel:0:0" Name="DAPI stain" EmissionWavelength="0.46" EmissionWavelengthUnit="µm" SamplesPerPixel="1"/>
            <Channel ID="Channel:0:1" Fluor="FITC" EmissionWavelength="520"/><Channel ID="Channel:0:2"/>
            <TiffData/>
            <Plane TheZ="0" TheC="1" TheT="0" PositionX="11" PositionY="-21" PositionZ="31"/>
            <Plane TheZ="0" TheC="0" TheT="0" PositionX="10" PositionY="-20" PositionYUnit="reference frame" PositionZ="30"/>
          </Pixels>
        </Image>
        """;
}
