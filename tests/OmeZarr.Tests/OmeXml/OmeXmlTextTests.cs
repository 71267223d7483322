using System.Text;
using System.Xml.Linq;
using OmeZarr.OmeXml;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.OmeXml;

/// <summary>OME-XML that users give.</summary>
public sealed class OmeXmlTextTests
{
    private const string Root = """<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><!-- µ --></OME>""";

    public static TheoryData<string> Declarations =>
    [
        "", """<?xml version="1.0"?>""", """<?xml version="1.0" encoding="UTF-8"?>""", "<?xml version='1.0' encoding = 'utf-8' standalone='yes' ?>",
        """<?xml-stylesheet href="encoding='utf-16'"?>""", """<!-- encoding="utf-16" ?> -->""",
    ];

    public static TheoryData<string> Wrong =>
    [
        "", " ", "cells.ome.xml", "<OME", "<OME/><OME/>", "<OME></ome>", "<OME a='1' a='2'/>", " <?xml version='1.0'?><OME/>", "<?xml version='1.1'?><OME/>",
        "<OME>&entity;</OME>", "<OME>\0</OME>", "<OME>\u0001</OME>", "<OME>\uD800</OME>", "<OME a='\uD800'/>",
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void It_is_stored_as_it_is(string declaration)
    {
        var xml = $"{declaration}{Root}\r\n";
        Assert.Equal(xml, Encoding.UTF8.GetString(OmeXmlText.ToUtf8(xml)));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("UTF-16LE")]
    [InlineData("iso-8859-1")]
    [InlineData("us-ascii")]
    [InlineData("x-unknown")]
    public void A_declaration_of_another_encoding_is_corrected_and_nothing_else(string encoding)
    {
        var bytes = OmeXmlText.ToUtf8($"<?xml version='1.0'\n encoding = \"{encoding}\" standalone='yes'?>{Root}");
        Assert.Equal($"<?xml version='1.0'\n encoding = \"UTF-8\" standalone='yes'?>{Root}", Encoding.UTF8.GetString(bytes));
        Assert.Equal(" µ ", ((XComment)XDocument.Load(new MemoryStream(bytes)).Root!.FirstNode!).Value);
    }

    [Fact]
    public void A_byte_order_mark_is_dropped() => Assert.Equal(Root, Encoding.UTF8.GetString(OmeXmlText.ToUtf8($"\uFEFF{Root}")));

    [Theory]
    [InlineData("<OME/>")]
    [InlineData("<o:OME xmlns:o='http://www.openmicroscopy.org/Schemas/OME/2013-06'/>")]
    [InlineData("<OME xmlns='http://www.openmicroscopy.org/XMLschemas/OME/FC/ome.xsd'/>")]
    public void Any_release_of_the_schema_will_do(string xml) => Assert.Equal(xml, Encoding.UTF8.GetString(OmeXmlText.ToUtf8(xml)));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_well_formed_is_refused(string xml)
    {
        var error = Assert.Throws<ArgumentException>(() => OmeXmlText.ToUtf8(xml));
        Assert.StartsWith("the OME-XML is not well-formed XML: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<!DOCTYPE OME [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><OME>&b;</OME>""")]
    [InlineData("""<!DOCTYPE OME SYSTEM "file:///etc/hostname"><OME/>""")]
    [InlineData("<?xml version='1.0'?>\n<!-- a --> <!DOCTYPE OME><OME/>")]
    public void A_document_type_is_refused_without_advice_for_programmers(string xml)
    {
        var error = Assert.Throws<ArgumentException>(() => OmeXmlText.ToUtf8(xml));
        Assert.StartsWith("the OME-XML has a document type (DOCTYPE), which OME-XML does not have; leave it out", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<TIFF/>", "the OME-XML has the root element TIFF of the namespace \"\"")]
    [InlineData("<OME xmlns='http://example.org'/>", "the OME-XML has the root element OME of the namespace \"http://example.org\"")]
    [InlineData("<a><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'/></a>", "the OME-XML has the root element a of")]
    public void Another_root_is_refused(string xml, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => OmeXmlText.ToUtf8(xml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void A_bottomless_document_is_refused(int depth)
    {
        var xml = new StringBuilder("<OME>").Insert(5, "<a>", depth).ToString();
        Assert.StartsWith("the OME-XML has elements nested more than 256 deep", Assert.Throws<ArgumentException>(() => OmeXmlText.ToUtf8(xml)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<OME")]
    [InlineData("<NotOME/>")]
    public async Task Nothing_is_created_for_a_wrong_document(string xml)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => new Bioformats2RawBuilder(folder["c.zarr"], xml));
        await Assert.ThrowsAsync<ArgumentException>(
            () => OmeWriter.WriteBioformats2RawAsync(folder["c.zarr"], [new SeriesImage("0", SmallImage.Metadata, SmallImage.Sources())], xml));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task It_stays_as_it_is_while_the_collection_grows()
    {
        using var folder = new TemporaryFolder();
        await using var builder = new Bioformats2RawBuilder(folder["c.zarr"], $"<?xml version='1.0' encoding='utf-16'?>{Root}", SmallImage.Chunked);
        await builder.WriteImageAsync("0", SmallImage.Metadata, SmallImage.Sources());
        await builder.WriteImageAsync("1", SmallImage.Metadata, SmallImage.Sources());
        Assert.Equal($"<?xml version='1.0' encoding='UTF-8'?>{Root}", File.ReadAllText(folder["c.zarr/OME/METADATA.ome.xml"]));
        Assert.Equal((byte)'<', File.ReadAllBytes(folder["c.zarr/OME/METADATA.ome.xml"])[0]); // no byte order mark
        Assert.Equal(2, Collections.OmeOf(folder["c.zarr"], "OME")["series"]!.AsArray().Count);
    }
}
