using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

/// <summary>The JSON text itself: what people, Python and attackers write.</summary>
public sealed class MetadataDocumentTests
{
    [Fact]
    public void A_byte_order_mark_is_read_past() =>
        Assert.Equal(3, ArrayMetadata.Parse((byte[])[0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(ZarrJson.Array)]).Shape.Rank);

    [Theory]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("Infinity", "\"Infinity\"")]
    [InlineData("-Infinity", "\"-Infinity\"")]
    public void Bare_tokens_of_Python_are_read_as_fill_values_and_written_as_strings(string token, string written)
    {
        var array = ZarrJson.Parse(ZarrJson.Array.Replace("uint16", "float32", StringComparison.Ordinal).Replace("\"fill_value\":0", $"\"fill_value\":{token}", StringComparison.Ordinal));
        Assert.Equal(written, array.FillValue.ToString());
    }

    [Fact]
    public void Bare_tokens_of_Python_in_attributes_become_strings() =>
        Assert.Equal("""{"a":["NaN",1],"NaN":"-Infinity"}""", ZarrJson.ParseWith("attributes", """{"a":[NaN,1],"NaN":-Infinity}""").Attributes.ToJsonString());

    [Fact]
    public void A_bare_NaN_is_no_integer() =>
        Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith("fill_value", "NaN"));

    [Fact]
    public void A_trailing_comma_is_reported_with_line_and_byte_counted_from_1()
    {
        var error = Assert.Throws<InvalidMetadataException>(() => ZarrJson.Parse("{\n  \"zarr_format\": 3,\n}"));
        Assert.StartsWith("not valid JSON at line 3, byte 1: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{/* comment */}")]
    [InlineData("{'a': 1}")]
    [InlineData("[NaN")]
    [InlineData("\0")]
    public void Text_that_is_not_JSON_is_invalid_metadata(string json) =>
        Assert.StartsWith("not valid JSON at line 1, byte ", Assert.Throws<InvalidMetadataException>(() => ZarrJson.Parse(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"zarr_format":3,"zarr_format":3}""")]
    [InlineData("""{"zarr_format":3,"zarr\u005fformat":3}""")]
    [InlineData("""{"zarr_format":3,"attributes":{},"attributes":{}}""")]
    [InlineData("""{"zarr_format":3,"attributes":{"a":1,"a":2},"codecs":[{"name":"x","name":"y"}]}""")]
    [InlineData("""[{"a":1,"a":2}]""")]
    public void A_member_that_the_specification_defines_is_not_there_twice(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        Assert.StartsWith("not valid JSON: Duplicate property ", Assert.Throws<InvalidMetadataException>(() => ArrayMetadata.Parse(utf8)).Message, StringComparison.Ordinal);
        Assert.StartsWith("not valid JSON: Duplicate property ", Assert.Throws<InvalidMetadataException>(() => GroupMetadata.Parse(utf8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_attribute_that_a_group_has_twice_the_last_is_read()
    {
        var group = Repeating("""{"a":{"b":1,"\u0062":[2,{"c":NaN,"c":null}]},"d":"\u004eaN"}""");
        Assert.Equal("""{"a":{"b":[2,{"c":null}]},"d":"NaN"}""", group.Attributes.ToJsonString());
        Assert.Equal(["a.b", "a.b[1].c"], group.RepeatedAttributes);
    }

    [Fact]
    public void A_group_that_has_an_attribute_twice_is_not_written_again()
    {
        var group = Repeating("""{"a":1,"a":2}""");
        Assert.Contains("the attribute a is there twice", Assert.Throws<InvalidMetadataException>(group.ToUtf8).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_has_an_attribute_twice_is_refused()
    {
        var json = ZarrJson.With("attributes", """{"a":{"b":1,"b":2}}""");
        Assert.Contains("attributes.a.b is there twice", Assert.Throws<InvalidMetadataException>(() => ArrayMetadata.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_repeated_attributes_are_few_and_short()
    {
        var name = new string('n', 100_000);
        var group = Repeating($$"""{"{{name}}":{"a":[{{string.Join(',', Enumerable.Repeat("""{"b":1,"b":2}""", 2000))}}]} }""");
        Assert.Equal(1000, group.RepeatedAttributes.Count);
        Assert.All(group.RepeatedAttributes, path => Assert.True(path.Length <= 301));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_invalid_metadata()
    {
        var json = Encoding.Latin1.GetBytes(ZarrJson.With("attributes", "{\"unit\":\"µm\"}"));
        Assert.Equal("the document is not UTF-8 text", Assert.Throws<InvalidMetadataException>(() => ArrayMetadata.Parse(json)).Message);
    }

    [Theory]
    [InlineData("node_type", "\"\\ud800\"")]
    [InlineData("data_type", "\"\\udc00\"")]
    [InlineData("dimension_names", "[\"\\ud83d\",\"y\",\"x\"]")]
    [InlineData("attributes", "{\"\\ud800\":1}")]
    [InlineData("attributes", "{\"a\":[\"\\ud800\\ud800\"]}")]
    [InlineData("fill_value", "\"\\ud800\"")]
    public void Half_a_surrogate_pair_is_invalid_metadata_wherever_it_is(string member, string json)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith(member, json));
        Assert.Contains("half of a surrogate pair", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_byte_at_which_half_a_surrogate_pair_begins_is_counted_from_1() =>
        Assert.Equal("the string at byte 6 is not Unicode text (half of a surrogate pair)", Assert.Throws<InvalidMetadataException>(() => ZarrJson.Parse("""{"a":"\udc00"}""")).Message);

    [Fact]
    public void Escaped_characters_are_read() =>
        Assert.Equal("😀", ZarrJson.ParseWith("attributes", "{\"a\":\"\\ud83d\\ude00\"}").Attributes["a"]!.GetValue<string>());

    [Fact]
    public void Nesting_is_read_and_written_to_the_same_depth()
    {
        var array = ZarrJson.ParseWith("attributes", Nested(255));
        Assert.Equal(array.ToUtf8(), ArrayMetadata.Parse(array.ToUtf8()).ToUtf8());
    }

    [Theory]
    [InlineData(256)]
    [InlineData(100_000)]
    public void Deeper_nesting_is_invalid_metadata(int depth)
    {
        Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith("attributes", Nested(depth)));
        Assert.Throws<InvalidMetadataException>(() => ZarrJson.Parse(new string('[', depth + 1)));
    }

    [Fact]
    public void Deeper_nesting_cannot_be_written()
    {
        var attributes = Enumerable.Range(0, 300).Aggregate(new JsonObject(), (inner, _) => new JsonObject { ["a"] = inner });
        var error = Assert.Throws<InvalidMetadataException>(new GroupMetadata { Attributes = attributes }.ToUtf8);
        Assert.Equal("attributes and members can be nested 256 levels deep, not more", error.Message);
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

    private static GroupMetadata Repeating(string attributes) =>
        GroupMetadata.Parse(Encoding.UTF8.GetBytes($$"""{"zarr_format":3,"node_type":"group","attributes":{{attributes}} }"""));
}
