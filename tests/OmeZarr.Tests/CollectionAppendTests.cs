using System.Text.Json.Nodes;
using System.Xml.Linq;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Collections that are there already and go on.</summary>
public sealed class CollectionAppendTests : IDisposable
{
    private static readonly WriteOptions Appending = SmallImage.Chunked with { Existing = ExistingHierarchy.Append };
    private static readonly WriteOptions Replacing = Appending with { Overwrite = true };

    private readonly TemporaryFolder folder = new();

    private string Root => folder["slides.zarr"];

    private string XmlFile => folder["slides.zarr/OME/METADATA.ome.xml"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_builder_for_each_image_makes_the_same_files_as_one_for_all()
    {
        await using (var all = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked))
        {
            await all.WriteImageAsync(Series("overview", 1));
            await all.WriteImageAsync(Series("1", 2));
            await all.WriteImageAsync(Series("0", 3));
        }

        var expected = folder.Snapshot();
        Directory.Delete(Root, recursive: true);
        await AppendAsync("overview", 1);
        await AppendAsync("1", 2);
        await AppendAsync("0", 3);
        Assert.Equal(expected, folder.Snapshot());
    }

    [Fact]
    public async Task Without_append_what_is_there_is_refused()
    {
        await AppendAsync("0", 1);
        var before = folder.Snapshot();
        await Assert.ThrowsAsync<DestinationExistsException>(() => AppendAsync("1", 2, SmallImage.Chunked));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task An_image_that_is_there_stays_without_overwrite()
    {
        await AppendAsync("0", 1);
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => AppendAsync("0", 2));
        Assert.Equal(Path.Join(Root, "0"), error.Destination);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task With_overwrite_one_image_is_replaced_and_keeps_its_place()
    {
        await AppendAsync("a", 1);
        await AppendAsync("b", 2);
        await AppendAsync("c", 3);
        var before = Files("a", "c");
        await using (var builder = new Bioformats2RawBuilder(Root, options: Replacing))
        {
            await builder.WriteImageAsync(new SeriesImage("b", Images.With(Images.Cyx with { Name = "other" }), SmallImage.Sources(99)));
        }

        Assert.Equal(before, Files("a", "c"));
        await Collections.RequireAsync(Root, ("a", 1), ("b", 99), ("c", 3));
        Assert.Equal("other", Collections.Xml(Root).Root!.Elements(Collections.Ome + "Image").ElementAt(1).Attribute("Name")!.Value);
        Assert.Equal(["slides.zarr"], folder.Names());
    }

    [Fact]
    public async Task One_call_and_prepared_images_append_too()
    {
        await OmeWriter.WriteBioformats2RawAsync(Root, [Series("0", 1)], options: Appending);
        await OmeWriter.WriteBioformats2RawAsync(Root, [Series("1", 2), Series("2", 3)], options: Appending);
        await using (var builder = new Bioformats2RawBuilder(Root, options: Appending))
        {
            builder.AddSeries("3", SmallImage.Metadata, [.. SmallImage.Specs]);
            await Collections.FillAsync(await builder.PrepareAsync(), "3", 4);
        }

        await Collections.RequireAsync(Root, ("0", 1), ("1", 2), ("2", 3), ("3", 4));
    }

    [Fact]
    public async Task Metadata_that_is_not_known_here_is_kept()
    {
        await AppendAsync("0", 1);
        Change("zarr.json", root =>
        {
            root["known_to_nobody"] = JsonNode.Parse("""{ "must_understand": false }""");
            root["attributes"]!["lab"] = JsonNode.Parse("""{ "room": [1.50, "µ"] }""");
            root["attributes"]!["ome"]!["_creator"] = "x";
        });
        Change("OME/zarr.json", ome =>
        {
            ome["attributes"]!["note"] = "dirty";
            ome["attributes"]!["ome"]!["seriesNames"] = JsonNode.Parse("""["one"]""");
        });
        var before = Documents();
        await AppendAsync("1", 2);
        Assert.Equal(before.Root, Documents().Root);
        Assert.Equal("""{"version":"0.5","series":["0","1"],"seriesNames":["one"]}""", Collections.OmeOf(Root, "OME").ToJsonString());
        Assert.Contains("dirty", Documents().List, StringComparison.Ordinal);
        await AppendAsync("2", 3, Appending with { ExtraAttributes = new JsonObject { ["lab"] = 5, ["more"] = 6 } });
        Assert.Contains("known_to_nobody", Documents().Root, StringComparison.Ordinal);
        var attributes = JsonNode.Parse(Documents().Root)!["attributes"]!;
        Assert.Equal(("5", "6", "x"), ($"{attributes["lab"]}", $"{attributes["more"]}", $"{attributes["ome"]!["_creator"]}"));
    }

    [Theory]
    [InlineData("<Image ID=\"Image:0\"", "<Image ID=\"Image:0\" lab:stage=\"7\" xmlns:lab=\"urn:lab\"")] // an attribute
    [InlineData("<MetadataOnly />", "<MetadataOnly /><Plane TheZ=\"0\" TheT=\"0\" TheC=\"0\" ExposureTime=\"1.50\" />")] // an element
    [InlineData("</OME>", "<StructuredAnnotations><CommentAnnotation ID=\"Annotation:0\"><Value>a &lt; b\n  c</Value></CommentAnnotation></StructuredAnnotations></OME>")]
    [InlineData("<Pixels ", "<Description>dirty slide</Description><Pixels ")]
    [InlineData("<OME ", "<!-- checked by hand -->\n<OME ")]
    [InlineData("<Image ", "<Rights><RightsHolder>us</RightsHolder></Rights><Image ")]
    public async Task OME_XML_that_somebody_has_changed_grows_and_keeps_the_change(string before, string after)
    {
        await AppendAsync("0", 1);
        var text = await File.ReadAllTextAsync(XmlFile);
        Assert.Contains(before, text, StringComparison.Ordinal);
        var changed = XDocument.Parse(text.Replace(before, after, StringComparison.Ordinal));
        await File.WriteAllTextAsync(XmlFile, changed.Declaration + changed.ToString(SaveOptions.DisableFormatting));
        await AppendAsync("1", 2);
        await AppendAsync("2", 3);
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2), ("2", 3));
        var grown = Collections.Xml(Root);
        Assert.Equal(["Image:0", "Image:1", "Image:2"], grown.Root!.Elements(Collections.Ome + "Image").Select(image => image.Attribute("ID")!.Value));
        grown.Root!.Elements(Collections.Ome + "Image").Skip(1).Remove();
        Assert.Equal(Unformatted(changed), Unformatted(grown));
    }

    [Fact]
    public async Task Of_an_image_that_is_replaced_OME_XML_of_others_keeps_the_identifier()
    {
        await WriteForeignAsync();
        await AppendAsync("1", 9, Replacing);
        await Collections.RequireAsync(Root, ("0", 1), ("1", 9));
        var images = Collections.Xml(Root).Root!.Elements(Collections.Ome + "Image").ToList();
        Assert.Equal(("Image:7", "first"), (images[0].Attribute("ID")!.Value, images[0].Attribute("Name")!.Value));
        Assert.Equal("Image:8", images[1].Attribute("ID")!.Value);
        Assert.Equal(("uint16", "6"), (images[1].Element(Collections.Ome + "Pixels")!.Attribute("Type")!.Value, images[1].Element(Collections.Ome + "Pixels")!.Attribute("SizeX")!.Value));
    }

    [Fact]
    public async Task Identifiers_of_new_images_are_none_that_OME_XML_of_others_has()
    {
        await WriteForeignAsync();
        await AppendAsync("2", 3);
        var identifiers = Collections.Xml(Root).Descendants().Attributes("ID").Select(id => id.Value).ToList();
        Assert.Equal(identifiers.Distinct(), identifiers);
        Assert.Contains("Experimenter:0", identifiers);
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2), ("2", 3));
    }

    [Theory]
    [InlineData("2016-06", "2013-06", "not of the schema 2016-06")]
    [InlineData("<Image ID=\"Image:8\" Name=\"second\"><Pixels ID=\"Pixels:0\" /></Image>", "", "describes 1 image, but 2 are listed")]
    [InlineData("</OME>", "<Image ID=\"Image:9\"><Pixels ID=\"Pixels:9\" /></Image></OME>", "describes 3 images, but 2 are listed")]
    [InlineData("</OME>", "", "not of the schema 2016-06")] // not even XML
    public async Task OME_XML_that_cannot_grow_is_refused_and_stays_unless_all_of_it_is_given(string before, string after, string message)
    {
        await WriteForeignAsync(before, after);
        var snapshot = folder.Snapshot();
        var error = await Assert.ThrowsAsync<IOException>(() => AppendAsync("2", 3));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("(omeXml); nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(snapshot, folder.Snapshot());
        await using var builder = new Bioformats2RawBuilder(Root, "<OME><Image/><Image/><Image/></OME>", Appending);
        await builder.WriteImageAsync(Series("2", 3));
        Assert.Equal("<OME><Image/><Image/><Image/></OME>", await File.ReadAllTextAsync(XmlFile));
    }

    [Fact]
    public async Task A_collection_without_OME_XML_stays_without_it_unless_it_is_given()
    {
        await AppendAsync("0", 1, Appending with { OmeXml = false });
        Assert.False(File.Exists(XmlFile));
        await AppendAsync("1", 2);
        Assert.False(File.Exists(XmlFile));
        await using var builder = new Bioformats2RawBuilder(Root, "<OME><Image/><Image/><Image/></OME>", Appending);
        await builder.WriteImageAsync(Series("2", 3));
        Assert.Equal("<OME><Image/><Image/><Image/></OME>", await File.ReadAllTextAsync(XmlFile));
        Assert.Equal(["0", "1", "2"], (await OmeCollection.OpenAsync(Root)).Paths);
    }

    [Fact]
    public async Task An_image_that_OME_XML_cannot_describe_removes_that_of_this_library()
    {
        var findings = new List<string>();
        await using var builder = new Bioformats2RawBuilder(Root, options: Appending with { Findings = (_, finding) => findings.Add(finding.RuleId) });
        await builder.WriteImageAsync(Series("0", 1));
        Assert.True(File.Exists(XmlFile));
        await builder.WriteImageAsync(Inexpressible("1"));
        Assert.False(File.Exists(XmlFile));
        await builder.WriteImageAsync(Inexpressible("2"));
        Assert.Equal(["ome-xml-left-out"], findings);
        Assert.Equal(["0", "1", "2"], (await OmeCollection.OpenAsync(Root)).Paths);
    }

    [Fact]
    public async Task An_image_that_OME_XML_cannot_describe_is_refused_where_somebody_else_has_written_it()
    {
        await WriteForeignAsync();
        var before = folder.Snapshot();
        await using var builder = new Bioformats2RawBuilder(Root, options: Appending);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => builder.WriteImageAsync(Inexpressible("2")));
        Assert.StartsWith("series 2: OME-XML has no pixel type for uint64, so it cannot be added to the OME-XML of ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_collection_of_somebody_else_that_lists_nothing_has_the_images_that_are_numbered(bool hasGroup)
    {
        folder.Put("slides.zarr/zarr.json", """{ "attributes": { "ome": { "version": "0.5", "bioformats2raw.layout": 3 } }, "zarr_format": 3, "node_type": "group" }""");
        if (hasGroup)
        {
            folder.Put("slides.zarr/OME/zarr.json", """{ "attributes": {}, "zarr_format": 3, "consolidated_metadata": null, "node_type": "group" }""");
        }

        foreach (var name in new[] { "0", "1", "2", "10", "thumbnail" }) // 10 and the thumbnail are not counted
        {
            await SmallImage.WriteAsync(Path.Join(Root, name), int.TryParse(name, out var number) ? number + 1 : 50);
        }

        await AppendAsync("3", 4);
        Assert.Equal(["0", "1", "2", "3"], (await OmeCollection.OpenAsync(Root)).Paths);
        Assert.False(File.Exists(XmlFile));
        Assert.Equal(50, await SmallImage.FirstValueAsync(Path.Join(Root, "thumbnail")));
        await Assert.ThrowsAsync<DestinationExistsException>(() => AppendAsync("thumbnail", 7));
    }

    [Theory]
    [InlineData("""{ "zarr_format": 3, "node_type": "array" }""", typeof(InvalidMetadataException), "is not a collection")]
    [InlineData("not JSON", typeof(InvalidMetadataException), "is not a collection")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group" }""", typeof(OmeZarrException), "is not a collection")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "multiscales": [] } } }""", typeof(OmeZarrException), "is not a collection")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "bioformats2raw.layout": 3, "plate": {} } } }""", typeof(OmeZarrException), "use a PlateBuilder")]
    public async Task What_is_no_collection_is_refused_and_stays(string document, Type expected, string message)
    {
        folder.Put("slides.zarr/zarr.json", document);
        foreach (var options in new[] { Appending, Replacing })
        {
            var before = folder.Snapshot();
            var error = await Assert.ThrowsAsync(expected, () => AppendAsync("0", 1, options));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, folder.Snapshot());
        }
    }

    [Fact]
    public async Task Names_that_differ_only_in_case_are_refused()
    {
        await AppendAsync("Overview", 1);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync("overview", 2));
        Assert.Contains("\"overview\" differs only in case from \"Overview\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Four_builders_at_once_lose_nothing(bool isForeign)
    {
        var names = Enumerable.Range(0, 16).Select(number => $"s{number}").ToList();
        if (isForeign)
        {
            await WriteForeignAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(builder => Task.Run(async () =>
        {
            await using var own = new Bioformats2RawBuilder(Root, options: Appending);
            await Task.WhenAll(names.Where((_, i) => i % 4 == builder).Select(name => own.WriteImageAsync(Series(name, int.Parse(name[1..]) + 10))));
        })));
        var paths = (await OmeCollection.OpenAsync(Root)).Paths;
        var expected = names.Concat(isForeign ? ["0", "1"] : []);
        Assert.Equal(expected.Order(), paths.Order());
        await Collections.RequireAsync(Root, [.. paths.Select(name => (name, name[0] == 's' ? int.Parse(name[1..]) + 10 : int.Parse(name) + 1))]);
        Assert.Equal(["slides.zarr"], folder.Names());
    }

    /// <summary>A collection of two images whose OME-XML somebody else has written.</summary>
    private async Task WriteForeignAsync(string before = "\0", string after = "")
    {
        await AppendAsync("0", 1);
        await AppendAsync("1", 2);
        var xml = """
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" Creator="OME Bio-Formats 8.1.0"><Experimenter ID="Experimenter:0"/><Image ID="Image:7" Name="first"><Pixels ID="Pixels:2" /></Image><Image ID="Image:8" Name="second"><Pixels ID="Pixels:0" /></Image></OME>
            """;
        await File.WriteAllTextAsync(XmlFile, xml.Replace(before, after, StringComparison.Ordinal));
    }

    private static SeriesImage Series(string name, int first) => new(name, SmallImage.Metadata, SmallImage.Sources(first));

    private static SeriesImage Inexpressible(string name)
    {
        var axes = SmallImage.Metadata.Multiscales[0].Axes;
        var image = OmeZarr.V05.Image.FromDimensions([.. axes.Select(axis => new Dimension(axis.Name))]);
        return new SeriesImage(name, image, ArraySource.FromMemory<ulong>(new ulong[1], [.. axes.Select(_ => 1L)]));
    }

    private async Task AppendAsync(string name, int first, WriteOptions? options = null)
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: options ?? Appending);
        await builder.WriteImageAsync(Series(name, first));
    }

    private void Change(string document, Action<JsonNode> change)
    {
        var file = Path.Join(Root, document);
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private (string Root, string List) Documents() => (File.ReadAllText(Path.Join(Root, "zarr.json")), File.ReadAllText(Path.Join(Root, "OME", "zarr.json")));

    private List<string> Files(params string[] names) =>
        [.. folder.Snapshot().Where(entry => names.Any(name => entry.StartsWith(Path.Join("slides.zarr", name), StringComparison.Ordinal)))];

    /// <summary>The text without white space between elements.</summary>
    private static string Unformatted(XDocument document) => XDocument.Parse(document.ToString()).ToString(SaveOptions.DisableFormatting);
}
