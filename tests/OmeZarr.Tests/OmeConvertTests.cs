using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests;

public class OmeConvertTests
{
    private const string Seed = "0000KOIPe8x2";

    [Fact]
    public void The_way_to_0_5_and_back_leads_to_the_same_metadata() => RandomDocuments.Models04.Sample(
        model =>
        {
            var (back, losses) = ThereAndBack(model);
            Assert.Empty(losses);
            Assert.Equal(model, back);
        },
        seed: Seed,
        iter: 500);

    [Fact]
    public void The_way_to_0_4_and_back_leads_to_the_same_metadata() => RandomDocuments.Models.Sample(
        model => Assert.Equal(model, Upgrade(RandomDocuments.ToV04(model)).Value),
        seed: Seed,
        iter: 500);

    [Fact]
    public void A_valid_image_stays_valid()
    {
        var old = OmeConvert.ToV04(Images.Valid);
        Assert.Empty(old.Losses);
        Assert.Equal("0.4", old.Value.Multiscales[0].Version);
        Assert.Empty(old.Value.Validate());
        Assert.Equal(Images.Valid, OmeConvert.ToV05(old.Value).Value);
    }

    [Fact]
    public void Versions_that_have_no_place_are_said_to_be_lost()
    {
        var image = OmeMetadata.ParseLenient<OmeZarr.V04.Image>(Parse("""{"version":"0.4","multiscales":[{"axes":[],"datasets":[],"version":"0.3"}],"@id":1}""")).Value!;
        var converted = OmeConvert.ToV05(image);
        Assert.Equal(["multiscales[0].version", "version"], converted.Losses.Select(loss => loss.Location));
        Assert.All(converted.Losses, loss => Assert.Equal(("convert-version", Severity.Warning), (loss.RuleId, loss.Severity)));
        Assert.Equal("""{"version":"0.5","multiscales":[{"axes":[],"datasets":[]}],"@id":1}""", converted.Value.ToJsonText());
    }

    [Fact]
    public void A_version_left_over_from_0_4_is_said_to_be_lost_on_the_way_back()
    {
        var image = OmeMetadata.ParseLenient<Image>(Parse("""{"version":"0.6","multiscales":[{"axes":[],"datasets":[],"version":"0.4"}]}""")).Value!;
        var converted = OmeConvert.ToV04(image);
        Assert.Equal(["ome.version", "ome.multiscales[0].version"], converted.Losses.Select(loss => loss.Location));
        Assert.Equal("""{"multiscales":[{"axes":[],"datasets":[],"version":"0.4"}]}""", converted.Value.ToJsonText());
    }

    [Fact]
    public void Versions_of_parts_are_translated_and_wrong_ones_kept()
    {
        var plate = Groups.Plate(Groups.PlateDef) with { Bioformats2RawLayout = 3 };
        var old = OmeConvert.ToV04(plate).Value;
        Assert.Equal("0.4", old.Definition.Version);
        Assert.Equal(3, old.ExtraMembers["bioformats2raw.layout"].GetInt32());
        Assert.Equal(plate, OmeConvert.ToV05(old).Value);
        var wrong = OmeConvert.ToV05(new OmeZarr.V04.ImageLabel { Version = "0.3" });
        Assert.Equal(("0.3", 0), (wrong.Value.Version, wrong.Losses.Count));
        Assert.Equal("image-label.version", Assert.Single(OmeConvert.ToV05(new OmeZarr.V04.ImageLabel { Version = "0.5" }).Losses).Location);
    }

    [Fact]
    public void A_document_is_converted_by_its_content()
    {
        var document = OmeDocument.Parse("""{"series":["0"],"creator":"µ"}""");
        var series = OmeConvert.ToV05(Assert.IsType<OmeZarr.V04.Series>(document.Content)).Value;
        Assert.Equal("""{"version":"0.5","series":["0"],"creator":"µ"}""", series.ToJsonText());
    }

    private static (OmeMetadata Back, ValueList<Finding> Losses) ThereAndBack(OmeMetadata model)
    {
        var (there, losses) = Upgrade(model);
        return (RandomDocuments.ToV04(there), losses);
    }

    private static (OmeMetadata Value, ValueList<Finding> Losses) Upgrade(OmeMetadata model) => model switch
    {
        OmeZarr.V04.LabelImage m => Pair(OmeConvert.ToV05(m)),
        OmeZarr.V04.Image m => Pair(OmeConvert.ToV05(m)),
        OmeZarr.V04.Plate m => Pair(OmeConvert.ToV05(m)),
        OmeZarr.V04.Well m => Pair(OmeConvert.ToV05(m)),
        OmeZarr.V04.LabelsGroup m => Pair(OmeConvert.ToV05(m)),
        OmeZarr.V04.Series m => Pair(OmeConvert.ToV05(m)),
        OmeZarr.V04.Bioformats2RawRoot m => Pair(OmeConvert.ToV05(m)),
        _ => throw new ArgumentException($"{model.GetType()}", nameof(model)),
    };

    private static (OmeMetadata Value, ValueList<Finding> Losses) Pair<T>((T Value, ValueList<Finding> Losses) converted)
        where T : OmeMetadata => (converted.Value, converted.Losses);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
