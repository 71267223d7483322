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
    public void Keys_are_those_of_the_specification(string name, char separator, long[] chunk, string key) =>
        Assert.Equal(key, new ChunkKeyEncoding(name, separator).Encode(chunk));

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
