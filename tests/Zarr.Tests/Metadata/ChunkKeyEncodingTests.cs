using System.Text.Json.Nodes;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class ChunkKeyEncodingTests
{
    [Theory]
    [InlineData("default", '/', new long[] { 1, 23, 45 }, "c/1/23/45")]
    [InlineData("default", '.', new long[] { 1, 23, 45 }, "c.1.23.45")]
    [InlineData("default", '/', new long[0], "c")]
    [InlineData("v2", '.', new long[] { 1, 23, 45 }, "1.23.45")]
    [InlineData("v2", '/', new long[] { 1, 23, 45 }, "1/23/45")]
    [InlineData("v2", '.', new long[] { 0 }, "0")]
    [InlineData("v2", '.', new long[0], "0")]
    [InlineData("default", '/', new long[] { long.MaxValue }, "c/9223372036854775807")]
    public void Keys_are_those_of_the_specification_and_lead_back_to_the_chunk(string name, char separator, long[] chunk, string key)
    {
        var encoding = new ChunkKeyEncoding(name, separator);
        var index = new long[chunk.Length];
        Assert.Equal(key, encoding.Encode(chunk));
        Assert.True(encoding.TryDecode(key, index));
        Assert.Equal(chunk, index);
        Assert.True(encoding.IsFirstPart(key.Split('/')[0]));
    }

    [Theory]
    [InlineData("default", '/', "zarr.json")]
    [InlineData("default", '/', "c/1")]
    [InlineData("default", '/', "c/1/2/3")]
    [InlineData("default", '/', "c/01/2")]
    [InlineData("default", '/', "c//1/2")]
    [InlineData("default", '/', "c1/2")]
    [InlineData("default", '/', "1/2")]
    [InlineData("default", '/', "")]
    [InlineData("default", '/', "c.1.2")]
    [InlineData("default", '/', "c/-1/2")]
    [InlineData("default", '/', "c/1/9223372036854775808")]
    [InlineData("default", '.', "c/1/2")]
    [InlineData("v2", '.', "1")]
    [InlineData("v2", '.', "1.2.3")]
    [InlineData("v2", '.', "c.1.2")]
    [InlineData("v2", '/', "1/")]
    [InlineData("v2", '/', "")]
    public void Other_keys_are_of_no_chunk(string name, char separator, string key) =>
        Assert.False(new ChunkKeyEncoding(name, separator).TryDecode(key, new long[2]));

    [Theory]
    [InlineData("default", '/', "c", true)]
    [InlineData("default", '/', "c.1", false)]
    [InlineData("default", '/', "0", false)]
    [InlineData("default", '.', "c.1.2", true)]
    [InlineData("default", '.', "c", true)] // of a scalar
    [InlineData("default", '.', "c1", false)]
    [InlineData("default", '.', "zarr.json", false)]
    [InlineData("v2", '.', "1.2", true)]
    [InlineData("v2", '/', "1", true)]
    [InlineData("v2", '/', "1.2", false)]
    [InlineData("v2", '.', ".zarray", false)]
    [InlineData("v2", '.', "zarr.json", false)]
    public void What_a_key_may_begin_with_tells_chunks_from_other_nodes(string name, char separator, string part, bool expected) =>
        Assert.Equal(expected, new ChunkKeyEncoding(name, separator).IsFirstPart(part));

    [Theory]
    [InlineData("default", '/', "c", true)]
    [InlineData("default", '/', "c/0", false)]
    [InlineData("default", '/', "", false)]
    [InlineData("v2", '.', "0", true)]
    [InlineData("v2", '.', "0.0", false)]
    [InlineData("v2", '.', "1", false)]
    public void A_scalar_has_one_key(string name, char separator, string key, bool expected) =>
        Assert.Equal(expected, new ChunkKeyEncoding(name, separator).TryDecode(key, []));

    [Theory]
    [InlineData("default", null, '/')]
    [InlineData("default", "{}", '/')]
    [InlineData("default", """{"separator":"."}""", '.')]
    [InlineData("v2", null, '.')]
    [InlineData("v2", "{}", '.')]
    [InlineData("v2", """{"separator":"/"}""", '/')]
    public void A_missing_separator_is_that_of_the_encoding(string name, string? configuration, char separator) =>
        Assert.Equal(new ChunkKeyEncoding(name, separator), Parse(name, configuration));

    [Theory]
    [InlineData("""{"separator":"-"}""", "-")]
    [InlineData("""{"separator":""}""", "")]
    [InlineData("""{"separator":"//"}""", "//")]
    [InlineData("""{"separator":1}""", "1")]
    [InlineData("""{"separator":{"a":1}}""", """{"a":1}""")]
    public void Other_separators_are_errors(string configuration, string found)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Parse("default", configuration));
        Assert.Equal($"chunk_key_encoding: the separator is \"/\" or \".\", found {found}", error.Message);
    }

    [Fact]
    public void Unknown_encodings_are_unsupported() =>
        Assert.Equal("suffix", Assert.Throws<UnsupportedFeatureException>(() => Parse("suffix", null)).Feature);

    private static ChunkKeyEncoding Parse(string name, string? configuration) =>
        ChunkKeyEncoding.Parse(new NamedConfiguration(name, configuration is null ? null : JsonNode.Parse(configuration)!.AsObject()));
}
