using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.V05;

public class ModelTests
{
    [Fact]
    public void Extra_members_that_json_cannot_hold_are_refused_by_their_place()
    {
        var error = Assert.Throws<ArgumentException>(() => JsonMembers.From(new JsonObject { ["a"] = new JsonArray(1, new JsonObject { ["b"] = float.NegativeInfinity }) }));
        Assert.StartsWith("a[1].b: JSON has no NaN and no infinite numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_are_small_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => JsonMembers.From(new JsonObject { ["a"] = JsonValue.Create(Half.NaN) }));
        Assert.StartsWith("a: JSON has no NaN and no infinite numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_are_equal_by_content()
    {
        var copy = Images.Cyx with { Axes = [.. Images.Cyx.Axes], Datasets = [.. Images.Cyx.Datasets] };
        Assert.Equal(Images.With(Images.Cyx), Images.With(copy));
        Assert.NotEqual(Images.With(Images.Cyx), Images.With(copy with { Name = "other" }));
        Assert.NotEqual<Axis>(new SpaceAxis("x"), new TimeAxis("x"));
    }

    [Fact]
    public void Standard_types_have_axes_of_their_own() => Assert.Throws<ArgumentException>(() => new CustomAxis("x", "space"));

    [Fact]
    public void Pixel_size_and_origin_apply_the_multiscale_after_the_dataset()
    {
        var multiscale = Images.Cyx with
        {
            CoordinateTransformations = [new ScaleTransformation(1, 10, 2), new TranslationTransformation(0, 100, 200)],
        };
        Assert.Equal([1, 5, 1], multiscale.PixelSize(0));
        Assert.Equal([0, 100, 200], multiscale.Origin(0));
        Assert.Equal([1, 10, 2], multiscale.PixelSize(1));
        Assert.Equal([0, 102.5, 200.5], multiscale.Origin(1));
    }

    [Fact]
    public void The_channel_axis_is_found_by_its_type()
    {
        Assert.Equal(0, Images.Cyx.ChannelAxisIndex);
        Assert.Null((Images.Cyx with { Axes = [new CustomAxis("c"), new SpaceAxis("x")] }).ChannelAxisIndex);
    }

    [Theory]
    [InlineData("#ff0000", "ff0000")]
    [InlineData("##0f0", "00ff00")]
    [InlineData("red", "red")]
    [InlineData("#FF00FF80", "FF00FF80")]
    [InlineData(null, null)]
    public void Colours_lose_the_hash_and_the_short_form(string? given, string? kept) =>
        Assert.Equal(kept, new OmeroChannel { Color = given }.Color);

    [Fact]
    public void A_hash_in_a_document_is_a_warning()
    {
        var ome = Images.WithChannel(Images.Channel).ToJson();
        ome["omero"]!["channels"]![0]!["color"] = "#0000FF";
        var finding = Assert.Single(OmeMetadata.ParseLenient<Image>(ome).Validate());
        Assert.Equal(("omero-color-hash", Severity.Warning, "ome.omero.channels[0].color"), (finding.RuleId, finding.Severity, finding.Location));
    }

    [Fact]
    public void Several_channels_get_different_colours()
    {
        var labels = Enumerable.Range(0, 8).Select(i => $"channel {i}").ToList();
        var omero = Omero.FromChannels(labels, [.. labels.Select(_ => Images.Window)]);
        Assert.Equal(["0000FF", "00FF00", "FF0000", "FF00FF", "00FFFF", "FFFF00", "FFFFFF", "0000FF"], omero.Channels.Select(c => c.Color));
        Assert.Equal(new OmeroRenderingDefs { Model = "color", DefaultT = 0, DefaultZ = 0 }, omero.Rdefs);
        Assert.Empty((Images.Valid with { Omero = omero }).Validate(strict: false));
    }

    [Fact]
    public void A_single_channel_is_grey()
    {
        var omero = Omero.FromChannels(["DAPI"], [Images.Window]);
        Assert.Equal(OmeroChannel.Default("DAPI", "FFFFFF", Images.Window), Assert.Single(omero.Channels));
        Assert.Equal("greyscale", omero.Rdefs!.Model);
        Assert.Throws<ArgumentException>(() => Omero.FromChannels(["DAPI"], []));
    }

    [Fact]
    public void Unknown_members_compare_as_JSON()
    {
        JsonMembers a = new JsonObject { ["a"] = 1, ["b"] = new JsonArray("x", null) };
        var b = JsonMembers.From(JsonNode.Parse("""{"b": ["x", null], "a": 1.0}""")!.AsObject());
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, new JsonObject { ["a"] = 1 });
        Assert.Equal("""{"b":["x",null],"a":1.0}""", b.ToString());
    }
}
