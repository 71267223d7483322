using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;
using Image = OmeZarr.V04.Image;
using ImageLabel = OmeZarr.V04.ImageLabel;
using LabelImage = OmeZarr.V04.LabelImage;
using Multiscale = OmeZarr.V04.Multiscale;
using Plate = OmeZarr.V04.Plate;
using Well = OmeZarr.V04.Well;

namespace OmeZarr.Tests.V04;

public class ModelTests
{
    private static readonly Dimension[] Dimensions = [Dimension.Channel(), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")];

    [Fact]
    public void An_image_is_written_at_the_top_level_with_the_version_inside()
    {
        var image = Image.FromDimensions(Dimensions, "cells", levels: 2);
        const string Json = """
            {"multiscales":[{"name":"cells",
            "axes":[{"name":"c","type":"channel"},{"name":"y","type":"space","unit":"micrometer"},{"name":"x","type":"space","unit":"micrometer"}],
            "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1.0,0.5,0.5]}]},
            {"path":"1","coordinateTransformations":[{"type":"scale","scale":[1.0,1.0,1.0]}]}],"version":"0.4"}]}
            """;
        Assert.Equal(Json.ReplaceLineEndings(string.Empty), image.ToJsonText());
        Assert.Equal(image, Image.Parse(image.ToJson()));
        Assert.Empty(image.Validate());
    }

    [Fact]
    public void Pixel_size_channel_axis_and_units_are_read_as_in_0_5()
    {
        var multiscale = Multiscale.FromDimensions(Dimensions, levels: 2, downsampling: Downsampling.Mean);
        Assert.Equal([1, 1, 1], multiscale.PixelSize(1));
        Assert.Equal([0, 0.25, 0.25], multiscale.Origin(1));
        Assert.Equal(0, multiscale.ChannelAxisIndex);
        Assert.Equal([null, "micrometer", "micrometer"], multiscale.Units);
    }

    [Theory]
    [InlineData("""{"multiscales":[{"axes":[],"datasets":[],"x":[1.50]}],"x":null}""")]
    [InlineData("""{"multiscales":[],"image-label":{"colors":[{"label-value":1,"x":1}],"source":{"image":"../","x":1},"version":"0.4","x":1},"x":1}""")]
    [InlineData("""{"plate":{"columns":[{"name":"1","x":1}],"rows":[{"name":"A"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0}],"acquisitions":[{"id":0,"x":1}],"field_count":1,"name":"µ","version":"0.4","x":1},"bioformats2raw.layout":3}""")]
    [InlineData("""{"well":{"images":[{"path":"0","acquisition":1,"x":1}],"version":"0.4","x":1},"x":1}""")]
    [InlineData("""{"labels":["a"],"x":1}""")]
    [InlineData("""{"series":["0"],"x":1}""")]
    [InlineData("""{"bioformats2raw.layout":3,"x":1}""")]
    public void Members_known_and_unknown_survive_at_every_level(string json) => Assert.Equal(json, OmeDocument.Parse(json).ToJsonText());

    [Fact]
    public void New_objects_say_their_version_and_read_ones_what_they_said()
    {
        Assert.Equal("0.4", new ImageLabel().Version);
        var well = Well.Parse(Parse("""{"well":{"images":[{"path":"0"}]}}"""));
        Assert.Null(well.Definition.Version);
        Assert.Equal("""{"well":{"images":[{"path":"0"}]}}""", well.ToJsonText(indented: false));
        Assert.Equal("well.version", Assert.Single(well.Validate()).Location);
    }

    [Fact]
    public void Documents_that_lack_a_required_member_are_refused()
    {
        Refuse(() => Image.Parse([]), "multiscales");
        Refuse(() => LabelImage.Parse(Parse("""{"multiscales":[]}""")), "image-label");
        Refuse(() => Plate.Parse([]), "plate");
        Refuse(() => Well.Parse([]), "well");
        Refuse(() => OmeZarr.V04.LabelsGroup.Parse([]), "labels");
        Refuse(() => OmeZarr.V04.Series.Parse([]), "series");
        Refuse(() => OmeZarr.V04.Bioformats2RawRoot.Parse([]), "bioformats2raw.layout");
    }

    [Fact]
    public void A_finer_level_is_no_error_but_a_warning()
    {
        var image = OmeConvert.ToV04(Images.WithDatasets(
            new Dataset("0", new ScaleTransformation(1, 2, 2)), new Dataset("1", new ScaleTransformation(1, 1, 1)))).Value;
        Assert.Equal(("datasets-order", Severity.Warning), Judge(image.Validate()));
    }

    [Fact]
    public void A_channel_needs_its_window_and_its_colour()
    {
        var image = OmeConvert.ToV04(Images.WithChannel(new OmeroChannel { Label = "DAPI" })).Value;
        Assert.Equal(
            [("omero-window-missing", Severity.Error, "omero.channels[0].window"), ("omero-color-missing", Severity.Error, "omero.channels[0].color")],
            image.Validate().Select(f => (f.RuleId, f.Severity, f.Location)));
    }

    [Fact]
    public void A_label_cannot_have_two_colours() => Assert.Equal(
        ("label-color-values-unique", Severity.Error),
        Judge(new ImageLabel { Colors = [new LabelColor(1), new LabelColor(1, 0, 0, 0, 0)] }.Validate()));

    [Fact]
    public void A_version_of_the_wrong_type_is_one_finding()
    {
        var finding = Assert.Single(OmeDocument.Parse("""{"well":{"images":[{"path":"0"}],"version":0.4}}""").Validate());
        Assert.Equal(("member-type", "well.version"), (finding.RuleId, finding.Location));
    }

    [Fact]
    public void Wells_of_six_thousand_images_are_judged_one_image_at_a_time()
    {
        var images = Enumerable.Range(0, 6000).Select(i => new FieldOfView($"{i}")).ToValueList();
        var well = new Well { Definition = new OmeZarr.V04.WellDef { Images = [.. images, .. images] } };
        var findings = well.Validate();
        Assert.Equal(1000, findings.Count(f => f.RuleId is "well-images-unique" or "version-missing"));
        Assert.StartsWith($"there are {6000 - findings.Count(f => f.RuleId == "well-images-unique"):N0} more errors", findings[^1].Message, StringComparison.Ordinal);
    }

    private static (string Rule, Severity Severity) Judge(IReadOnlyList<Finding> findings)
    {
        var finding = Assert.Single(findings);
        return (finding.RuleId, finding.Severity);
    }

    private static void Refuse(Func<object> parse, string location)
    {
        var finding = Assert.Single(Assert.Throws<OmeZarrException>(parse).Findings);
        Assert.Equal(("member-missing", location), (finding.RuleId, finding.Location));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
