using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.V05;

public class GroupJsonTests
{
    [Fact]
    public void A_label_image_is_an_image_with_one_more_member()
    {
        const string Json = """
            {"version":"0.5","multiscales":[],"image-label":{"colors":[{"label-value":1,"rgba":[0,128,0,255]},{"label-value":2}],
            "properties":[{"label-value":1,"area":12,"class":"cell"},{"label-value":2}],"source":{"image":"../../"}},"@id":"top"}
            """;
        var image = new Image { Multiscales = [], ExtraMembers = new JsonObject { ["@id"] = "top" } };
        var label = new LabelImage(image, Groups.ImageLabel);
        Assert.Equal(Json.ReplaceLineEndings(string.Empty), label.ToJsonText());
        Assert.Equal(label, LabelImage.Parse(label.ToJson()));
        Assert.Equal(label.ToJsonText(), Image.Parse(label.ToJson()).ToJsonText());
    }

    [Fact]
    public void A_label_image_is_judged_as_image_and_label()
    {
        var label = new LabelImage(Images.Valid with { Multiscales = [] }, new ImageLabel { Colors = [] });
        Assert.Equal(["multiscales-empty", "label-colors-empty"], label.Validate().Select(f => f.RuleId));
        Assert.Empty(new LabelImage(Images.Valid, Groups.ImageLabel).Validate());
    }

    [Fact]
    public void A_label_image_is_an_image_and_stays_one()
    {
        Image image = new LabelImage(Images.Valid, new ImageLabel { Colors = [] });
        Assert.Equal(["label-colors-empty"], image.Validate().Select(f => f.RuleId));
        Assert.Contains("image-label", image.ToJson());
        Assert.IsType<LabelImage>(image with { Omero = null });
        Assert.IsType<OmeZarr.V04.LabelImage>(OmeConvert.ToV04(image).Value);
        Assert.NotEqual(Images.Valid, image);
        Assert.Equal(image, new LabelImage { Multiscales = Images.Valid.Multiscales, Omero = Images.Valid.Omero, ImageLabel = new ImageLabel { Colors = [] } });
    }

    [Fact]
    public void A_plate_is_written_in_the_order_of_the_specification()
    {
        const string Json = """
            {"version":"0.5","plate":{"columns":[{"name":"1"},{"name":"02"}],"rows":[{"name":"A"},{"name":"AB"}],
            "wells":[{"path":"A/1","rowIndex":0,"columnIndex":0},{"path":"AB/02","rowIndex":1,"columnIndex":1}],
            "acquisitions":[{"id":0,"name":"first","maximumfieldcount":1,"description":"µ","starttime":0,"endtime":1},{"id":1}],
            "field_count":1,"name":"screen 7","version":"0.5"},"bioformats2raw.layout":3}
            """;
        var plate = Groups.Plate(Groups.PlateDef) with { Bioformats2RawLayout = 3 };
        Assert.Equal(Json.ReplaceLineEndings(string.Empty), plate.ToJsonText());
        Assert.Equal(plate, Plate.Parse(plate.ToJson()));
        Assert.Empty(plate.Validate());
    }

    [Fact]
    public void Small_groups_are_written_as_in_the_specification()
    {
        Assert.Equal("""{"version":"0.5","well":{"images":[{"path":"0","acquisition":0},{"path":"1"}]}}""", new Well { Definition = Groups.WellDef }.ToJsonText());
        Assert.Equal("""{"version":"0.5","labels":["cells","nuclei"]}""", Groups.Labels("cells", "nuclei").ToJsonText());
        Assert.Equal("""{"version":"0.5","series":["0","1"]}""", Groups.Series("0", "1").ToJsonText());
        Assert.Equal("""{"version":"0.5","bioformats2raw.layout":3}""", new Bioformats2RawRoot().ToJsonText());
    }

    [Fact]
    public void Unknown_members_survive_at_every_level()
    {
        const string Extra = "\"x\":{\"a\":[1,null,1.50]}";
        string plate = $$"""
            {"version":"0.5","plate":{"columns":[{"name":"1",{{Extra}}}],"rows":[{"name":"A",{{Extra}}}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0,{{Extra}}}],
            "acquisitions":[{"id":0,{{Extra}}}],{{Extra}}},{{Extra}}}
            """.ReplaceLineEndings(string.Empty);
        Assert.Equal(plate, Plate.Parse(Parse(plate)).ToJsonText());
        string well = $$"""{"version":"0.5","well":{"images":[{"path":"0",{{Extra}}}],"version":"0.5",{{Extra}}},{{Extra}}}""";
        Assert.Equal(well, Well.Parse(Parse(well)).ToJsonText());
        string label = $$"""{"version":"0.5","multiscales":[],"image-label":{"colors":[{"label-value":1,{{Extra}}}],"source":{{{Extra}}},{{Extra}}},{{Extra}}}""";
        Assert.Equal(label, LabelImage.Parse(Parse(label)).ToJsonText());
        Assert.Equal($$"""{"version":"0.5","labels":[],{{Extra}}}""", LabelsGroup.Parse(Parse($$"""{"labels":[],"version":"0.5",{{Extra}}}""")).ToJsonText());
        Assert.Equal($$"""{"version":"0.5","series":[],{{Extra}}}""", Series.Parse(Parse($$"""{"series":[],"version":"0.5",{{Extra}}}""")).ToJsonText());
    }

    [Theory]
    [InlineData("3")]
    [InlineData("3.0")]
    [InlineData("\"3\"")]
    public void The_layout_is_read_from_a_number_or_a_text(string layout) =>
        Assert.Equal(new Bioformats2RawRoot(), Bioformats2RawRoot.Parse(Parse($$"""{"version":"0.5","bioformats2raw.layout":{{layout}}}""")));

    [Fact]
    public void Label_values_are_integers_also_when_written_with_a_fraction_of_zero()
    {
        var parsed = OmeMetadata.ParseLenient<ImageLabel>(Parse("""{"colors":[{"label-value":1.0}],"properties":[{"label-value":1.5}]}"""), "ome.image-label");
        Assert.Equal(1, parsed.Value!.Colors!.Value[0].LabelValue);
        var finding = Assert.Single(parsed.Validate(), f => f.Severity == Severity.Error);
        Assert.Equal(("member-type", "ome.image-label.properties[0].label-value"), (finding.RuleId, finding.Location));
    }

    [Fact]
    public void Every_structural_fault_of_a_plate_is_found()
    {
        var parsed = OmeMetadata.ParseLenient<Plate>(Parse("""
            {"version":"0.5","plate":{"columns":[{}],"rows":7,"wells":[{"path":1,"rowIndex":"0","columnIndex":1e10}],"acquisitions":[{"name":1}]}}
            """));
        Assert.Null(parsed.Value);
        Assert.Equal(
            [
                "member-missing ome.plate.columns[0].name", "member-type ome.plate.rows", "member-type ome.plate.wells[0].path",
                "member-type ome.plate.wells[0].rowIndex", "integer-fraction ome.plate.wells[0].columnIndex", "member-type ome.plate.wells[0].columnIndex",
                "member-missing ome.plate.acquisitions[0].id", "member-type ome.plate.acquisitions[0].name",
            ],
            parsed.Findings.Select(f => $"{f.RuleId} {f.Location}"));
    }

    [Fact]
    public void Wells_of_six_thousand_fields_are_judged_one_field_at_a_time()
    {
        var well = Groups.Well(Enumerable.Range(0, 6000).Select(i => new FieldOfView($"{i}")).ToValueList());
        Assert.Empty(OmeMetadata.ParseLenient<Well>(well.ToJson()).Validate());
        var twice = Groups.Well(well.Definition.Images.Concat(well.Definition.Images).ToValueList());
        Assert.StartsWith("there are 5,000 more errors", twice.Validate()[^1].Message, StringComparison.Ordinal);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
