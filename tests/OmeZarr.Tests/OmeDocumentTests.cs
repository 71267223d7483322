using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests;

public class OmeDocumentTests
{
    private const string Images = """[{"axes":[{"name":"y","type":"space"},{"name":"x","type":"space"}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1,1]}]}]}]""";
    private const string Plate = """{"columns":[{"name":"1"}],"rows":[{"name":"A"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0}]}""";

    [Theory]
    [InlineData($$"""{"multiscales":{{Images}}}""", "0.4", OmeDocumentKind.Image)]
    [InlineData($$"""{"version":"0.4","multiscales":{{Images}}}""", "0.4", OmeDocumentKind.Image)]
    [InlineData($$"""{"version":"0.5","multiscales":{{Images}}}""", "0.5", OmeDocumentKind.Image)]
    [InlineData("""{"multiscales":[{"version":"0.5","axes":[],"datasets":[]}]}""", "0.5", OmeDocumentKind.Image)]
    [InlineData("""{"multiscales":[{"version":"0.4","axes":[],"datasets":[]}]}""", "0.4", OmeDocumentKind.Image)]
    [InlineData("""{"multiscales":[{"version":"0.3","axes":["y","x"],"datasets":[]}]}""", "0.4", OmeDocumentKind.Image)]
    [InlineData($$"""{"image-label":{},"multiscales":{{Images}}}""", "0.4", OmeDocumentKind.LabelImage)]
    [InlineData($$"""{"image-label":{"version":"0.5"},"multiscales":{{Images}}}""", "0.5", OmeDocumentKind.LabelImage)]
    [InlineData($$"""{"plate":{{Plate}}}""", "0.4", OmeDocumentKind.Plate)]
    [InlineData($$"""{"version":"0.5","plate":{{Plate}},"bioformats2raw.layout":3}""", "0.5", OmeDocumentKind.Plate)]
    [InlineData("""{"well":{"images":[]},"version":"0.6"}""", "0.5", OmeDocumentKind.Well)]
    [InlineData("""{"well":{"images":[],"version":"0.4"}}""", "0.4", OmeDocumentKind.Well)]
    [InlineData("""{"bioformats2raw.layout":3}""", "0.4", OmeDocumentKind.Bioformats2Raw)]
    [InlineData("""{"labels":["a"]}""", "0.4", OmeDocumentKind.LabelsGroup)]
    [InlineData("""{"labels":["a"],"version":0.5}""", "0.5", OmeDocumentKind.LabelsGroup)]
    [InlineData("""{"series":["0"]}""", "0.4", OmeDocumentKind.Series)]
    [InlineData("""{"ome":{"series":["0"]}}""", "0.5", OmeDocumentKind.Series)]
    [InlineData("""{"ome":{"series":["0"]},"multiscales":[]}""", "0.5", OmeDocumentKind.Series)]
    [InlineData("""{"attributes":{"ome":{"series":["0"]}}}""", "0.5", OmeDocumentKind.Series)]
    [InlineData("""{"attributes":{"a":1},"series":["0"]}""", "0.4", OmeDocumentKind.Series)]
    public void A_document_is_recognised_by_its_members(string json, string version, OmeDocumentKind kind)
    {
        var document = OmeDocument.Parse(json);
        Assert.Equal((version, kind), (document.Version, document.Kind));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"ome":{}}""")]
    [InlineData("""{"ome":[]}""")]
    [InlineData("""{"attributes":{"multiscales":[]}}""")]
    [InlineData("""{"zarr_format":2,"attributes":{"ome":{"series":[]}}}""")]
    [InlineData("""{"zarr_format":3,"node_type":"array","attributes":{"ome":{"series":[]}}}""")]
    [InlineData("""{"zarr_format":3,"node_type":"group","attributes":{}}""")]
    public void What_is_nothing_of_OME_Zarr_is_refused(string json) =>
        Assert.Equal("document-unknown", Assert.Single(Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(json)).Findings).RuleId);

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\n  \"µ\": 1,\n}", "line 3, column 1")]
    [InlineData("{\"µ\": 1, // no\n}", "line 1, column 10")]
    [InlineData("{\"a\": NaN, \"b\": Infinity, \"c\": -Infinity, \"d\": x}", "line 1, column 48")]
    [InlineData("{\"a\": \"\\ud800\"}", "line 1, column 7")]
    [InlineData("{} {}", "line 1, column 4")]
    public void What_is_no_JSON_is_refused_with_its_place(string json, string place)
    {
        var error = Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(json)).Findings[^1];
        Assert.Equal(("json-invalid", place), (error.RuleId, error.Location));
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"series\": [],\n \"series\": []}", "line 2, column 2")]
    [InlineData("{\"series\": [{\"a\": 1}, {\"a\": 1, \"\\u0061\": 2}]}", "line 1, column 32")]
    public void A_member_that_is_there_twice_is_refused_with_its_place(string json, string place)
    {
        var error = Assert.Single(Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(json)).Findings);
        Assert.Equal(("json-duplicate-member", place), (error.RuleId, error.Location));
    }

    [Fact]
    public void Depth_and_size_are_limited()
    {
        var nested = new string('[', OmeDocument.MaxDepth - 1) + new string(']', OmeDocument.MaxDepth - 1);
        var deep = OmeDocument.Parse($$"""{"series":["0"],"a":{{nested}}}""");
        Assert.Equal("0", Assert.Single(((OmeZarr.V04.Series)deep.Content!).Paths));
        Assert.EndsWith("]}", deep.ToJson().ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("json-invalid", Refusal($$"""{"series":["0"],"a":[{{nested}}]}"""));
        Assert.Equal("json-invalid", Refusal(new string('[', 1 << 20)));
        var large = new byte[OmeDocument.MaxLength + 1];
        Assert.Equal("document-size", Assert.Single(Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(large)).Findings).RuleId);
    }

    [Fact]
    public void A_tree_that_is_no_JSON_is_refused()
    {
        var tree = new JsonObject { ["series"] = new JsonArray("0"), ["a"] = double.NaN };
        Assert.Equal("json-invalid", Assert.Single(Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(tree)).Findings).RuleId);
    }

    [Fact]
    public void A_field_whose_path_is_a_number_is_read_with_a_warning()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","well":{"images":[{"path":3}]}}}""");
        Assert.Equal(("well-image-path-number", Severity.Warning, "ome.well.images[0].path"), Assert.Single(document.Validate()) switch { var f => (f.RuleId, f.Severity, f.Location) });
        Assert.Equal("""{"ome":{"version":"0.5","well":{"images":[{"path":"3"}]}}}""", document.ToJsonText());
        Assert.Null(OmeDocument.Parse("""{"ome":{"version":"0.5","well":{"images":[{"path":1.5}]}}}""").Content);
    }

    [Theory]
    [InlineData("""{"bioformats2raw.layout":"3"}""", "layout-text", "bioformats2raw.layout", """{"bioformats2raw.layout":3}""")]
    [InlineData("""{"bioformats2raw.layout":3.0}""", "integer-fraction", "bioformats2raw.layout", """{"bioformats2raw.layout":3}""")]
    [InlineData("""{"ome":{"series":["0"]}}""", "version-missing", "ome.version", """{"ome":{"version":"0.5","series":["0"]}}""")]
    [InlineData("\uFEFF{\"series\":[\"0\"]}", "json-byte-order-mark", "line 1, column 1", """{"series":["0"]}""")]
    [InlineData("""{"series":["0"],"a":[NaN,-Infinity,"NaN"]}""", "json-non-finite", "line 1, column 22", """{"series":["0"],"a":["NaN","-Infinity","NaN"]}""")]
    public void What_real_files_get_wrong_is_passed_over_with_a_warning(string json, string rule, string place, string canonical)
    {
        var document = OmeDocument.Parse(json);
        var finding = Assert.Single(document.Validate());
        Assert.Equal((rule, Severity.Warning, place), (finding.RuleId, finding.Severity, finding.Location));
        Assert.Equal(canonical, document.ToJsonText());
    }

    [Fact]
    public void A_label_value_with_a_fraction_of_zero_is_an_integer()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","image-label":{"colors":[{"label-value":1.0,"rgba":null}]},"note":"kept"}}""");
        Assert.Equal(new ImageLabel { Colors = [new LabelColor(1)] }, document.Content);
        Assert.Equal(["label-multiscales ome.multiscales", "integer-fraction ome.image-label.colors[0].label-value"], document.Validate().Select(f => $"{f.RuleId} {f.Location}"));
        Assert.Equal("""{"ome":{"version":"0.5","image-label":{"colors":[{"label-value":1}]},"note":"kept"}}""", document.ToJsonText());
    }

    [Fact]
    public void A_number_that_is_not_finite_is_no_scale()
    {
        var json = $$"""{"multiscales":{{Images.Replace("[1,1]", "[1,NaN]", StringComparison.Ordinal)}}}""";
        Assert.Contains(OmeDocument.Parse(json).Validate(), f => f is { RuleId: "member-type", Severity: Severity.Error, Location: "multiscales[0].datasets[0].coordinateTransformations[0].scale[1]" });
    }

    [Fact]
    public void A_document_whose_model_cannot_be_made_is_judged_and_stays_as_it_is()
    {
        const string Json = """{"zarr_format":3,"attributes":{"ome":{"multiscales":null,"version":"0.6"}}}""";
        var document = OmeDocument.Parse(Json);
        Assert.Null(document.Content);
        Assert.Equal(["version ome.version", "member-missing ome.multiscales"], document.Validate().Select(f => $"{f.RuleId} {f.Location}"));
        Assert.Equal(Json, document.ToJsonText());
    }

    [Fact]
    public void Everything_around_the_metadata_stays_in_its_place()
    {
        const string Json = """{"a":null,"node_type":"group","attributes":{"b":{"µ":"µ"},"ome":{"x":1,"series":["0"],"y":null,"version":"0.5"},"c":[1.50]},"zarr_format":3,"consolidated_metadata":{}}""";
        const string Canonical = """{"a":null,"node_type":"group","attributes":{"b":{"µ":"µ"},"ome":{"version":"0.5","series":["0"],"x":1,"y":null},"c":[1.50]},"zarr_format":3,"consolidated_metadata":{}}""";
        Assert.Equal(Canonical, OmeDocument.Parse(Json).ToJsonText());
        Assert.Equal(Canonical, OmeDocument.Parse(Encoding.UTF8.GetBytes(Json)).ToJson().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void A_document_says_what_it_is() =>
        Assert.Equal("Series of OME-Zarr 0.5 (Attributes)", OmeDocument.Parse("""{"ome":{"series":[]}}""").ToString());

    [Fact]
    public void The_content_comes_as_the_type_that_is_asked_for()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","series":["0"]}}""");
        Assert.True(document.TryGet(out Series? series));
        Assert.Equal(new Series { Paths = ["0"] }, series);
        Assert.False(document.TryGet(out Image? image));
        Assert.Null(image);
        Assert.False(OmeDocument.Parse("""{"ome":{"series":1}}""").TryGet(out OmeMetadata? _));
    }

    [Fact]
    public void Every_kind_of_metadata_is_judged_converted_and_written_as_its_common_base()
    {
        var label = new LabelImage(Tests.Images.Valid, new ImageLabel());
        OmeMetadata[] all = [Tests.Images.Valid, label, label.ImageLabel, new Series { Paths = ["0"] }, new LabelsGroup { Labels = ["a"] }, new Bioformats2RawRoot()];
        Assert.All(all, metadata => Assert.Empty(metadata.Validate()));
        Assert.Equal([OmeDocumentKind.Image, OmeDocumentKind.LabelImage, OmeDocumentKind.LabelImage, OmeDocumentKind.Series, OmeDocumentKind.LabelsGroup, OmeDocumentKind.Bioformats2Raw], all.Select(metadata => metadata.Kind));
        Assert.Equal("""{"version":"0.5","series":["0"]}""", all[3].ToJsonText());
        Assert.Equal(all[3], OmeConvert.Latest(new Series { Paths = ["0"] }.ToV04().Value));
    }

    [Fact]
    public void An_object_image_label_is_parsed_alone()
    {
        Assert.Equal(new ImageLabel { Colors = [new LabelColor(1)] }, ImageLabel.Parse(Parse("""{"colors":[{"label-value":1}]}""")));
        var error = Assert.Throws<OmeZarrException>(() => OmeZarr.V04.ImageLabel.Parse(Parse("""{"colors":[{}]}""")));
        Assert.Equal("image-label.colors[0].label-value", Assert.Single(error.Findings).Location);

        static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
    }

    private static string Refusal(string json) => Assert.Single(Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(json)).Findings).RuleId;
}
