using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

/// <summary>Names with configurations, the orders of old files, and excerpts of wrong values.</summary>
public sealed class ExtensionPointTests
{
    [Theory]
    [InlineData("\"bytes\"", "bytes", null)]
    [InlineData("""{"name":"bytes"}""", "bytes", null)]
    [InlineData("""{"name":"bytes","configuration":{"endian":"big"}}""", "bytes", """{"endian":"big"}""")]
    public void A_name_may_stand_alone(string json, string name, string? configuration)
    {
        var read = NamedConfiguration.FromJson(JsonNode.Parse(json), "codec");
        Assert.Equal((name, configuration), (read.Name, read.Configuration?.ToJsonString()));
    }

    [Theory]
    [InlineData("null", "codec: expected a name, or an object with a name, found Null")]
    [InlineData("7", "codec: expected a name, or an object with a name, found Number")]
    [InlineData("{}", "codec: expected a name, or an object with a name, found Object")]
    [InlineData("""{"name":7}""", "codec: expected a name, or an object with a name, found Object")]
    [InlineData("""{"name":"bytes","configuration":[]}""", "codec: the configuration is not an object")]
    [InlineData("""{"name":"bytes","configuration":null}""", "codec: the configuration is not an object")]
    public void Anything_else_is_an_error_that_says_where(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidMetadataException>(() => NamedConfiguration.FromJson(JsonNode.Parse(json), "codec")).Message);

    [Theory]
    [InlineData("""{"name":"transpose","configuration":{"order":"C"}}""", """{"order":[0,1,2]}""")]
    [InlineData("""{"name":"transpose","configuration":{"order":"F"}}""", """{"order":[2,1,0]}""")]
    [InlineData("""{"name":"transpose","configuration":{"order":"K"}}""", """{"order":"K"}""")]
    [InlineData("""{"name":"transpose","configuration":{"order":[1,0,2]}}""", """{"order":[1,0,2]}""")]
    [InlineData("""{"name":"transpose","configuration":{"order":"F","more":1}}""", """{"order":"F","more":1}""")]
    [InlineData("""{"name":"transpose","configuration":{"orders":"F"}}""", """{"orders":"F"}""")]
    [InlineData("""{"name":"other","configuration":{"order":"F"}}""", """{"order":"F"}""")]
    public void A_letter_of_the_transpose_codec_is_replaced_by_its_order(string codec, string configuration) =>
        Assert.Equal(configuration, ZarrJson.ParseWith("codecs", $"[{codec}]").Codecs[0].Configuration!.ToJsonString());

    [Theory]
    [InlineData("zstd", """{"level":-5}""", """{"level":-5,"checksum":false}""")]
    [InlineData("zstd", """{"level":-200000}""", """{"level":-131072,"checksum":false}""")]
    [InlineData("zstd", """{"level":99,"checksum":1}""", """{"level":22,"checksum":false}""")]
    [InlineData("zlib", """{"level":-1}""", """{"level":-1}""")]
    [InlineData("zlib", """{"level":-2}""", """{"level":-1}""")]
    [InlineData("gzip", "{}", """{"level":1}""")]
    [InlineData("lz4", "{}", """{"acceleration":1}""")]
    [InlineData("blosc", """{"cname":5,"shuffle":2}""", """{"cname":"lz4","clevel":5,"shuffle":"bitshuffle","blocksize":0}""")]
    [InlineData("blosc", """{"shuffle":-1,"typesize":999}""", """{"cname":"lz4","clevel":5,"shuffle":"shuffle","typesize":255,"blocksize":0}""")]
    [InlineData("blosc", """{"typesize":0,"blocksize":-1}""", """{"cname":"lz4","clevel":5,"shuffle":"shuffle","typesize":1,"blocksize":0}""")]
    public void Settings_of_numcodecs_become_the_nearest_valid_ones(string id, string members, string expected) =>
        Assert.Equal(expected, Numcodecs.Compressor(id, JsonNode.Parse(members)!.AsObject()).Configuration!.ToJsonString());

    [Fact]
    public void A_setting_that_is_no_integer_is_named()
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Numcodecs.Compressor("gzip", new JsonObject { ["level"] = "fast" }));
        Assert.Equal("compressor: the member level must be an integer, found \"fast\"", error.Message);
    }

    [Theory]
    [InlineData(80, 'x', 80, false)]
    [InlineData(81, 'x', 80, true)]
    [InlineData(2000, 'x', 80, true)]
    [InlineData(80, '日', 80, false)]
    [InlineData(100, '日', 80, true)]
    [InlineData(2000, '日', 80, true)]
    public void An_excerpt_has_eighty_characters(int length, char letter, int expected, bool isCut)
    {
        var text = $"[\"{new string(letter, length - 4)}\"]";
        var excerpt = JsonDocument.Parse(text).RootElement.Excerpt();
        Assert.Equal(text[..expected] + (isCut ? "…" : string.Empty), excerpt);
    }

    [Fact]
    public void A_bare_number_of_Python_is_shown_bare() =>
        Assert.Equal("codecs: expected a list of at most 64 codecs, found NaN", Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith("codecs", "NaN")).Message);

    [Fact]
    public void A_path_of_a_repeated_attribute_goes_through_objects_and_lists()
    {
        var group = ZarrJson.ParseGroup("""{"zarr_format":3,"node_type":"group","attributes":{"a":[[1,{"b":1,"b":{"c":null,"c":2}}],3],"a":[null,{"d":[],"d":7}]}}""");
        Assert.Equal(["a[0][1].b", "a[0][1].b.c", "a", "a[1].d"], group.RepeatedAttributes);
        Assert.Equal("""{"a":[null,{"d":7}]}""", group.Attributes.ToJsonString());
    }

    [Fact]
    public void A_path_of_three_hundred_characters_is_whole()
    {
        Assert.Equal(300, PathOf(300).Length);
        Assert.Equal(new string('n', 300) + "…", PathOf(301));
        var name = new string('n', 300);
        Assert.Equal($"{name}…", Assert.Single(ZarrJson.ParseGroup($$$"""{"zarr_format":3,"node_type":"group","attributes":{"{{{name}}}":{"a":1,"a":2} }}""").RepeatedAttributes));

        static string PathOf(int length)
        {
            var name = new string('n', length);
            return Assert.Single(ZarrJson.ParseGroup($$$"""{"zarr_format":3,"node_type":"group","attributes":{"{{{name}}}":1,"{{{name}}}":2}}""").RepeatedAttributes);
        }
    }
}
