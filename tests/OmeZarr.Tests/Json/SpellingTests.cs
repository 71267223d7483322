using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;
using Zarr.Metadata;

namespace OmeZarr.Tests.Json;

/// <summary>Python writes numbers that JSON does not have. They stay bare when a document is read and written again.</summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("""{"x":[Infinity,"NaN",{"y":-Infinity,"z":null}],"w":NaN,"v":{"u":"Infinity"}}""")]
    [InlineData("""{"n":[NaN],"text":"\"NaN\"","t":true}""")]
    [InlineData("""{"n":[1.50,"-Infinity"]}""")]
    [InlineData("""[[Infinity],[-Infinity],{}]""")]
    public void Bare_numbers_stay_bare_and_quoted_ones_quoted(string note)
    {
        var stored = GroupMetadata.Parse(Encoding.UTF8.GetBytes($$$$"""{"zarr_format":3,"node_type":"group","attributes":{"lab":NaN,"ome":{"version":"0.5","series":["0"],"note":{{{{note}}}}}}}"""));
        var series = Series.Parse(stored.Attributes["ome"]!.AsObject());
        var written = Encoding.UTF8.GetString(GroupDocument.Of(stored, series));
        var compact = string.Concat(written.Where(letter => !char.IsWhiteSpace(letter)));
        Assert.Contains("\"lab\":NaN", compact, StringComparison.Ordinal);
        Assert.Contains($"\"note\":{note}", compact.Replace("\\u0022", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_a_program_stay_beside_bare_numbers()
    {
        var stored = GroupMetadata.Parse("""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","series":["0"],"n":NaN}}}"""u8.ToArray());
        var ome = stored.Attributes["ome"]!.DeepClone().AsObject();
        ome["mine"] = new JsonArray(1.5, "µ", true, null);
        Assert.Equal("""{"version":"0.5","series":["0"],"n":"\u004eaN","mine":[1.5,"µ",true,null]}""", Series.Parse(ome).ToJsonText());
    }

    [Fact]
    public void An_extra_member_with_the_name_of_a_known_one_is_not_written()
    {
        var series = new Series { Paths = ["0"], ExtraMembers = new JsonObject { ["series"] = 7, ["x"] = 1 } };
        Assert.Equal("""{"version":"0.5","series":["0"],"x":1}""", series.ToJsonText());
    }

    [Fact]
    public void Escaped_letters_of_other_members_are_written_as_themselves() =>
        Assert.Equal("""{"series":["0"],"a":"µ"}""", OmeDocument.Parse("""{"series":["0"],"a":"\u00b5"}""").ToJsonText());

    [Theory]
    [InlineData("""{"series":["0"],"a":[NaN,Infinity]}""", "JSON has no NaN and no Infinity; found 2, read as text")]
    [InlineData("\uFEFF{\"series\":[\"0\"]}", "JSON has no byte order mark; it is passed over")]
    public void A_finding_says_what_was_passed_over(string json, string message) =>
        Assert.Equal(message, Assert.Single(OmeDocument.Parse(json).Findings).Message);

    [Theory]
    [InlineData("{\"series\":[\"0\"],\n\"µ\":[NaN,\n 1 Infinity]}", "line 3, column 4")]
    [InlineData("NaN x", "line 1, column 5")]
    [InlineData("\uFEFF{x", "line 1, column 2")]
    [InlineData("{\"a\":\n\n", "line 3, column 1")]
    [InlineData("[1,\n2", "line 2, column 2")]
    public void A_place_is_counted_in_the_text_as_it_was(string json, string place)
    {
        var finding = Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(json)).Findings[^1];
        Assert.Equal(("json-invalid", place), (finding.RuleId, finding.Location));
    }

    [Theory]
    [InlineData("[\"\\ud800\"]", "the text is not valid Unicode")]
    [InlineData("{\"\\ud800\":1}", "the text is not valid Unicode")]
    [InlineData("{\"a\":1,\"a\":2}", "the member \"a\" is there twice")]
    [InlineData("{\"b\":{\"a\":1},\"c\":{\"a\":1},\"b\":2}", "the member \"b\" is there twice")]
    [InlineData("[]]", "']' is invalid after a single JSON value. Expected end of data.")]
    public void A_fault_of_the_text_is_told(string json, string message) =>
        Assert.Equal(message, Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(json)).Findings[^1].Message);

    [Theory]
    [InlineData("[\"x\"]")]
    [InlineData("{\"x\":1}")]
    public void A_byte_that_is_not_UTF_8_is_found_in_names_and_texts(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[2] = 0xFF;
        var finding = Assert.Throws<OmeZarrException>(() => OmeDocument.Parse(bytes)).Findings[^1];
        Assert.Equal(("json-invalid", "the text is not valid Unicode", "line 1, column 2"), (finding.RuleId, finding.Message, finding.Location));
    }
}
