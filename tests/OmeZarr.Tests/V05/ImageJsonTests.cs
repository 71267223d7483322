using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.V05;

public class ImageJsonTests
{
    private const string Axes = """[{"name": "y", "type": "space"}, {"name": "x", "type": "space"}]""";
    private const string Datasets = """[{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [1, 1]}]}]""";
    private const string Multiscales = $$"""[{"axes": {{Axes}}, "datasets": {{Datasets}}}]""";

    [Fact]
    public void An_image_is_written_in_the_order_of_the_specification()
    {
        var image = new Image
        {
            Multiscales =
            [
                Images.Cyx with
                {
                    Axes = [new ChannelAxis("c"), new CustomAxis("y"), new SpaceAxis("x", "µm")],
                    CoordinateTransformations = [new ScaleTransformation(1, 1e22, 5e-324)],
                    Type = "mean",
                    Metadata = new JsonObject { ["n"] = 1 },
                    ExtraMembers = new JsonObject { ["@id"] = "inner" },
                },
            ],
            Omero = Omero.FromChannels(["DAPI"], [Images.Window]),
        };
        const string Expected = """
            {"version":"0.5","multiscales":[{"name":"cells",
            "axes":[{"name":"c","type":"channel"},{"name":"y"},{"name":"x","type":"space","unit":"µm"}],
            "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1.0,0.5,0.5]}]},
            {"path":"1","coordinateTransformations":[{"type":"scale","scale":[1.0,1.0,1.0]},{"type":"translation","translation":[0.0,0.25,0.25]}]}],
            "coordinateTransformations":[{"type":"scale","scale":[1.0,1E+22,5E-324]}],"type":"mean","metadata":{"n":1},"@id":"inner"}],
            "omero":{"channels":[{"window":{"start":0.0,"min":0.0,"end":1500.0,"max":65535.0},"label":"DAPI","family":"linear","color":"FFFFFF",
            "active":true,"inverted":false,"coefficient":1.0}],"rdefs":{"model":"greyscale","defaultT":0,"defaultZ":0}}}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(string.Empty), image.ToJsonText());
        Assert.Equal(image, Image.Parse(image.ToJson()));
    }

    [Fact]
    public void Integers_and_fractions_of_unknown_members_keep_their_text()
    {
        var ome = Parse($$"""{"version": "0.5", "multiscales": {{Multiscales}}, "a": 1, "b": 1.0, "c": 18446744073709551616}""");
        Assert.EndsWith(""","a":1,"b":1.0,"c":18446744073709551616}""", Image.Parse(ome).ToJsonText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_numbers_cannot_be_written()
    {
        var image = Images.WithTransformations(new ScaleTransformation(1, 1, double.NaN));
        Assert.Contains("validate", Assert.Throws<InvalidOperationException>(() => image.ToJson()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_counts_as_absent_for_optional_members()
    {
        var ome = Parse($$"""{"version": "0.5", "multiscales": {{Multiscales}}, "omero": null}""");
        var image = Image.Parse(ome);
        Assert.Null(image.Omero);
        Assert.Empty(image.ExtraMembers);
        Assert.Empty(image.Validate());
    }

    [Fact]
    public void Every_structural_fault_is_found_in_one_go()
    {
        var parsed = OmeMetadata.ParseLenient<Image>(Parse("""
            {"version": 0.5, "multiscales": [
              {"axes": [{"type": "space"}, "x", {"name": "y", "type": 3}], "datasets": {}},
              {"axes": null, "datasets": [{"path": 0, "coordinateTransformations": [{"type": "scale", "scale": [1, "2"]}, {"type": "translation"}]}]}],
             "omero": {"channels": 7, "id": 1.5}}
            """));
        Assert.Null(parsed.Value);
        Assert.Equal(
            [
                "member-type ome.version", "member-missing ome.multiscales[0].axes[0].name", "member-type ome.multiscales[0].axes[1]",
                "member-type ome.multiscales[0].axes[2].type", "member-type ome.multiscales[0].datasets", "member-missing ome.multiscales[1].axes",
                "member-type ome.multiscales[1].datasets[0].path",
                "member-type ome.multiscales[1].datasets[0].coordinateTransformations[0].scale[1]",
                "member-missing ome.multiscales[1].datasets[0].coordinateTransformations[1].translation",
                "member-type ome.omero.channels", "member-type ome.omero.id",
            ],
            parsed.Findings.Select(f => $"{f.RuleId} {f.Location}"));
    }

    [Fact]
    public void A_broken_optional_member_is_reported_and_kept()
    {
        var ome = Parse($$$"""{"version": "0.5", "multiscales": {{{Multiscales}}}, "omero": {"channels": [{"color": 255, "window": {"min": 0, "max": 9}}]}}""");
        var parsed = OmeMetadata.ParseLenient<Image>(ome);
        Assert.Null(parsed.Value!.Omero!.Channels[0].Color);
        Assert.True(JsonNode.DeepEquals(ome, parsed.Value.ToJson()));
        Assert.Equal(
            ["ome.omero.channels[0].window.start", "ome.omero.channels[0].window.end", "ome.omero.channels[0].color"],
            parsed.Validate().Select(f => f.Location));
        Assert.Equal(["member-type", "member-type"], parsed.Value.Validate().Select(f => f.RuleId));
    }

    [Theory]
    [InlineData("""{"type": "identity"}""", "\"identity\" is not allowed here; only scale and translation are")]
    [InlineData("""{"type": "scale", "path": "scales"}""", "a scale stored in an array is not allowed here; write its numbers")]
    [InlineData("""{"type": "scale", "scale": ["1"]}""", "the numbers of the scale are missing or cannot be read")]
    [InlineData("""{"affine": [[1]]}""", "has no type; only scale and translation are allowed here")]
    public void An_unknown_transformation_is_kept_and_found(string json, string message)
    {
        var datasets = $$"""[{"path": "0", "coordinateTransformations": [{{json}}]}]""";
        var ome = Parse($$"""{"version": "0.5", "multiscales": [{"axes": {{Axes}}, "datasets": {{datasets}}}]}""");
        var parsed = OmeMetadata.ParseLenient<Image>(ome);
        Assert.IsType<UnknownTransformation>(parsed.Value!.Multiscales[0].Datasets[0].CoordinateTransformations[0]);
        Assert.True(JsonNode.DeepEquals(ome, parsed.Value.ToJson()));
        Assert.Contains(parsed.Validate(), f => f.RuleId == "transformation-type" && f.Message == message);
    }

    [Fact]
    public void A_transformation_without_type_is_known_by_its_numbers()
    {
        const string Untyped = """[{"path": "0", "coordinateTransformations": [{"scale": [1, 2]}]}]""";
        var parsed = OmeMetadata.ParseLenient<Image>(Parse($$"""{"version": "0.5", "multiscales": [{"axes": {{Axes}}, "datasets": {{Untyped}}}]}"""));
        Assert.Equal(new ScaleTransformation(1, 2), parsed.Value!.Multiscales[0].Datasets[0].ScaleTransform);
        Assert.Equal("member-missing", Assert.Single(parsed.Validate()).RuleId);
    }

    [Theory]
    [InlineData("", "version-missing", Severity.Warning)]
    [InlineData("\"version\": \"0.4\",", "version", Severity.Error)]
    [InlineData("\"version\": 0.5,", "member-type", Severity.Error)]
    public void Another_version_is_read_and_reported_once(string version, string rule, Severity severity)
    {
        var parsed = OmeMetadata.ParseLenient<Image>(Parse($$"""{ {{version}} "multiscales": {{Multiscales}}}"""));
        var finding = Assert.Single(parsed.Validate());
        Assert.Equal((rule, severity, "ome.version"), (finding.RuleId, finding.Severity, finding.Location));
        Assert.Equal(severity == Severity.Error, parsed.HasErrors);
    }

    [Fact]
    public void Parsing_throws_with_all_findings()
    {
        var e = Assert.Throws<OmeZarrException>(() => Image.Parse(Parse("""{"multiscales": [{"datasets": []}], "omero": 1}""")));
        Assert.Equal(["version-missing", "member-missing", "member-type"], e.Findings.Select(f => f.RuleId));
        Assert.StartsWith("The image metadata cannot be read: 2 problems, 1 warning\n", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_beyond_64_bits_are_reported_and_kept()
    {
        var ome = Parse($$$"""{"version": "0.5", "multiscales": {{{Multiscales}}}, "omero": {"channels": [{"coefficient": 1e999}], "id": 1e30}}""");
        var parsed = OmeMetadata.ParseLenient<Image>(ome);
        Assert.Equal(["ome.omero.channels[0].coefficient", "ome.omero.id"], parsed.Findings.Select(f => f.Location));
        Assert.Contains("\"coefficient\":1e999", parsed.Value!.ToJsonText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_can_be_printed_whatever_they_quote()
    {
        var image = Images.WithDatasets(new Dataset("\u001b[2J" + new string('a', 10_000), new ScaleTransformation(1, 1, 1)));
        var message = Assert.Single(image.Validate()).Message;
        Assert.InRange(message.Length, 1, 301);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void Hostile_documents_give_findings()
    {
        var deep = new JsonObject();
        for (var i = 0; i < 500; i++)
        {
            deep = new JsonObject { ["a"] = deep };
        }

        Assert.Equal("json-invalid", Assert.Single(OmeMetadata.ParseLenient<Image>(deep).Findings).RuleId);
        var surrogate = Parse($$$"""{"version": "0.5", "multiscales": {{{Multiscales}}}, "omero": {"name": "\ud800", "channels": []}}""");
        Assert.NotNull(OmeMetadata.ParseLenient<Image>(surrogate));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
