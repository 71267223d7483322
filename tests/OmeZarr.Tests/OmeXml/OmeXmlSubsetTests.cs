using System.Xml.Linq;
using OmeZarr.OmeXml;
using Xunit;

namespace OmeZarr.Tests.OmeXml;

public sealed class OmeXmlSubsetTests
{
    private const string Document = """
        <?xml version="1.0" encoding="UTF-16"?>
        <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:a" Creator="someone">
          <Dataset ID="Dataset:0"><ImageRef ID="Image:0"/><ImageRef ID="Image:1"/></Dataset>
          <Folder ID="Folder:0"><ImageRef ID="Image:2"/></Folder>
          <Plate ID="Plate:0"><Well ID="Well:0" Row="0" Column="0"><WellSample ID="S:0" Index="0"><ImageRef ID="Image:1"/></WellSample><WellSample ID="S:1" Index="1"><ImageRef ID="Image:2"/></WellSample></Well></Plate>
          <Instrument ID="Instrument:0"/>
          <Image ID="Image:0" Name="zero"><InstrumentRef ID="Instrument:0"/><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="1" SizeY="1" SizeZ="1" SizeC="1" SizeT="1">
            <Channel ID="Channel:0:0"/><TiffData IFD="0"><UUID FileName="a.tif">urn:uuid:a</UUID></TiffData><TiffData IFD="1"/><Plane TheZ="0" TheC="0" TheT="0"/></Pixels></Image>
          <Image ID="Image:1" Name="one &amp; µ"><Pixels ID="Pixels:1" DimensionOrder="XYZCT" Type="uint8" SizeX="1" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><BinData Length="4">AAAA</BinData></Pixels></Image>
          <Image ID="Image:2" Name="two"><Pixels ID="Pixels:2" DimensionOrder="XYZCT" Type="uint8" SizeX="1" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><MetadataOnly/></Pixels></Image>
          <StructuredAnnotations><CommentAnnotation ID="Annotation:0"><Value>kept</Value></CommentAnnotation></StructuredAnnotations>
          <ROI ID="ROI:0"/>
        </OME>
        """;

    private static readonly XNamespace Schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 0)]
    [InlineData(1)]
    [InlineData]
    public void Images_are_those_that_were_asked_for_in_this_order(params int[] images)
    {
        var root = Subset(images);
        Assert.Equal(images.Select(number => $"Image:{number}"), root.Elements(Schema + "Image").Select(image => (string?)image.Attribute("ID")));
        Assert.All(root.Elements(Schema + "Image"), image => Assert.Single(image.Element(Schema + "Pixels")!.Elements(Schema + "MetadataOnly")));
    }

    [Fact]
    public void Everything_else_stays_in_its_order()
    {
        string[] names = ["Dataset", "Folder", "Plate", "Instrument", "Image", "Image", "Image", "StructuredAnnotations", "ROI"];
        Assert.Equal(names, Subset(0, 1, 2).Elements().Select(element => element.Name.LocalName));
        Assert.Equal("kept", Subset(1).Descendants(Schema + "Value").Single().Value);
        Assert.Equal("one & µ", (string?)Subset(1).Element(Schema + "Image")!.Attribute("Name"));
    }

    [Fact]
    public void Places_of_pixels_are_gone()
    {
        var root = Subset(0, 1, 2);
        Assert.Null(root.Attribute("UUID"));
        Assert.Equal("someone", (string?)root.Attribute("Creator"));
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "TiffData" or "BinData" or "UUID");
        Assert.Equal(["Channel", "MetadataOnly", "Plane"], root.Element(Schema + "Image")!.Element(Schema + "Pixels")!.Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public void References_to_other_images_are_gone_and_fields_of_wells_stay()
    {
        var root = Subset(1);
        Assert.Equal(["Image:1", "Image:1"], root.Descendants(Schema + "ImageRef").Select(reference => (string?)reference.Attribute("ID")));
        Assert.Equal(2, root.Descendants(Schema + "WellSample").Count());
    }

    [Theory]
    [InlineData("http://www.openmicroscopy.org/XMLschemas/OME/FC/ome.xsd", 0)]
    [InlineData("http://www.openmicroscopy.org/Schemas/OME/2008-09", 0)]
    [InlineData("http://www.openmicroscopy.org/Schemas/OME/2009-09", 1)]
    [InlineData("http://www.openmicroscopy.org/Schemas/OME/2010-06", 1)]
    public void Releases_without_MetadataOnly_do_not_get_it(string schema, int count)
    {
        var text = OmeXmlSubset.Of($"<OME:OME xmlns:OME=\"{schema}\"><OME:Image><OME:Pixels><OME:TiffData/></OME:Pixels></OME:Image></OME:OME>", [0]);
        var root = XDocument.Parse(text).Root!;
        Assert.Equal(count, root.Descendants().Count(element => element.Name.LocalName == "MetadataOnly"));
        Assert.All(root.Descendants(), element => Assert.Equal(schema, element.Name.NamespaceName));
        Assert.DoesNotContain("TiffData", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_can_be_stored_and_reduced_again()
    {
        var text = OmeXmlSubset.Of(Document, [2, 1]);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(OmeXmlText.ToUtf8(text)));
        Assert.Equal(OmeXmlSubset.Of(Document, [1]), OmeXmlSubset.Of(text, [1]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(0, 0)]
    public void Numbers_are_those_of_images(params int[] images) => Assert.Throws<ArgumentOutOfRangeException>(() => OmeXmlSubset.Of(Document, images));

    [Theory]
    [InlineData("")]
    [InlineData("<OME")]
    [InlineData("<Other/>")]
    [InlineData("<!DOCTYPE OME><OME/>")]
    public void Text_that_is_no_OME_XML_is_refused(string text) => Assert.Throws<ArgumentException>(() => OmeXmlSubset.Of(text, []));

    private static XElement Subset(params int[] images) => XDocument.Parse(OmeXmlSubset.Of(Document, images)).Root!;
}
