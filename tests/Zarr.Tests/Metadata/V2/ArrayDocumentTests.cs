using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Metadata.V2;

namespace Zarr.Tests.Metadata.V2;

public sealed class ArrayDocumentTests
{
    [Fact]
    public void An_array_is_said_in_terms_of_v3()
    {
        var array = Parse(
            ("order", "\"F\""), ("dtype", "\">f4\""), ("fill_value", "\"NaN\""), ("dimension_separator", "\"/\""),
            ("compressor", """{"id":"blosc","cname":"zstd","clevel":3,"shuffle":2,"blocksize":0}"""), ("unknown", "1"));
        var expected = JsonNode.Parse("""
            {"zarr_format":3,"node_type":"array","shape":[4,6],"data_type":"float32",
             "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,3]}},
             "chunk_key_encoding":{"name":"v2","configuration":{"separator":"/"}},"fill_value":"NaN",
             "codecs":[{"name":"transpose","configuration":{"order":[1,0]}},{"name":"bytes","configuration":{"endian":"big"}},
               {"name":"blosc","configuration":{"cname":"zstd","clevel":3,"shuffle":"bitshuffle","typesize":4,"blocksize":0}}],
             "attributes":{}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(array.ToUtf8())), Encoding.UTF8.GetString(array.ToUtf8()));
    }

    [Theory]
    [InlineData("|b1", "bool")]
    [InlineData("|i1", "int8")]
    [InlineData("<i2", "int16")]
    [InlineData(">i4", "int32")]
    [InlineData("<i8", "int64")]
    [InlineData("|u1", "uint8")]
    [InlineData("<u1", "uint8")]
    [InlineData(">u1", "uint8")]
    [InlineData(">u2", "uint16")]
    [InlineData("<u4", "uint32")]
    [InlineData("<u8", "uint64")]
    [InlineData("<f2", "float16")]
    [InlineData(">f4", "float32")]
    [InlineData("<f8", "float64")]
    [InlineData("<c8", "complex64")]
    [InlineData(">c16", "complex128")]
    public void A_dtype_is_a_data_type_and_a_byte_order(string dtype, string name)
    {
        var array = Parse(("dtype", $"\"{dtype}\""));
        Assert.Equal(name, array.DataType.Name);
        Assert.Equal(dtype[0] == '>' ? "big" : "little", array.Codecs[0].Configuration!["endian"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"|S7\"", "|S7")]
    [InlineData("\"<U13\"", "<U13")]
    [InlineData("\"|O\"", "|O")]
    [InlineData("\"<M8[ns]\"", "<M8[ns]")]
    [InlineData("\"|V4\"", "|V4")]
    [InlineData("\"|u2\"", "|u2")]
    [InlineData("\"u2\"", "u2")]
    [InlineData("\"\"", "")]
    [InlineData("[[\"a\",\"<i4\"]]", "[[\"a\",\"<i4\"]]")]
    public void Other_types_are_unsupported_by_name(string dtype, string feature)
    {
        var error = Assert.Throws<UnsupportedFeatureException>(() => Parse(("dtype", dtype)));
        Assert.Equal(feature, error.Feature);
        Assert.Equal($"the dtype {feature} is not supported; booleans, integers, floating point and complex numbers are", error.Message);
    }

    [Theory]
    [InlineData("<f4", "null", "0.0")]
    [InlineData("<f4", "\"Infinity\"", "\"Infinity\"")]
    [InlineData("<f4", "-Infinity", "\"-Infinity\"")]
    [InlineData("<f8", "NaN", "\"NaN\"")]
    [InlineData("<f8", "1e30", "1E+30")]
    [InlineData("|b1", "null", "false")]
    [InlineData("|b1", "true", "true")]
    [InlineData("|b1", "1", "true")]
    [InlineData("|b1", "0.0", "false")]
    [InlineData("|u1", "255.0", "255")]
    [InlineData("<i2", "-0.0", "0")]
    [InlineData("<u2", "-0.0", "0")]
    [InlineData("|b1", "-0.0", "false")]
    [InlineData("<i4", "-7.0", "-7")]
    [InlineData("<i4", "1e3", "1000")]
    [InlineData("<u8", "18446744073709551615", "18446744073709551615")]
    [InlineData("<i8", "-9223372036854775808.0", "-9223372036854775808")]
    [InlineData("<c8", "[1.5, \"NaN\"]", "[1.5,\"NaN\"]")]
    [InlineData("<c16", "2.5", "[2.5,0]")]
    [InlineData("<c16", "NaN", "[\"NaN\",0]")]
    [InlineData("<u2", "\"0\"", "0")]
    [InlineData("<i4", "\"-7.0\"", "-7")]
    [InlineData("<u8", "\"18446744073709551615\"", "18446744073709551615")]
    [InlineData("<f4", "\"0.0\"", "0.0")]
    [InlineData("<f4", "\"0.1\"", "0.1")]
    [InlineData("<f8", "\"1e300\"", "1e300")]
    [InlineData("<f8", "\"1e-300\"", "1e-300")]
    [InlineData("<f8", "\"-2.5\"", "-2.5")]
    [InlineData("<f4", "\"NaN\"", "\"NaN\"")]
    [InlineData("<f4", "\"0x7fc00001\"", "\"0x7fc00001\"")]
    [InlineData("|b1", "\"1\"", "true")]
    [InlineData("<c8", "\"2\"", "[2,0]")]
    public void A_fill_value_may_have_any_of_the_forms_that_were_written(string dtype, string json, string expected)
    {
        var array = Parse(("dtype", $"\"{dtype}\""), ("fill_value", json));
        Assert.Equal(FillValue.Parse(System.Text.Json.JsonElement.Parse(expected), array.DataType), array.FillValue);
    }

    [Fact]
    public void A_missing_fill_value_is_zero() => Assert.Equal(FillValue.Zero(DataType.UInt16), Parse(("fill_value", null)).FillValue);

    [Theory]
    [InlineData("|u1", "256")]
    [InlineData("|u1", "0.5")]
    [InlineData("|u1", "1e99")]
    [InlineData("<u2", "-1")]
    [InlineData("|b1", "2")]
    [InlineData("<i2", "\"NaN\"")]
    [InlineData("<f4", "\"x\"")]
    [InlineData("<f4", "\"\"")]
    [InlineData("<u2", "\"-1\"")]
    [InlineData("<u2", "\"1,000\"")]
    [InlineData("<c8", "[1]")]
    public void A_fill_value_of_another_type_is_invalid(string dtype, string json)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Parse(("dtype", $"\"{dtype}\""), ("fill_value", json)));
        Assert.StartsWith("fill_value ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"blosc"}""", """blosc {"cname":"lz4","clevel":5,"shuffle":"shuffle","typesize":2,"blocksize":0}""")]
    [InlineData("""{"id":"blosc","cname":"lz4hc","clevel":"9","shuffle":0,"typesize":4,"blocksize":512}""", """blosc {"cname":"lz4hc","clevel":9,"shuffle":"noshuffle","typesize":4,"blocksize":512}""")]
    [InlineData("""{"id":"blosc","shuffle":-1,"clevel":99}""", """blosc {"cname":"lz4","clevel":9,"shuffle":"shuffle","typesize":2,"blocksize":0}""")]
    [InlineData("""{"id":"zstd","level":"5"}""", """zstd {"level":5,"checksum":false}""")]
    [InlineData("""{"id":"zstd","level":0,"checksum":true}""", """zstd {"level":0,"checksum":true}""")]
    [InlineData("""{"id":"gzip","level":-1}""", """gzip {"level":0}""")]
    [InlineData("""{"id":"zlib"}""", """numcodecs.zlib {"level":1}""")]
    [InlineData("""{"id":"lz4","acceleration":2}""", """numcodecs.lz4 {"acceleration":2}""")]
    public void A_compressor_is_the_codec_that_reads_the_same_bytes(string json, string expected)
    {
        var codec = Parse(("compressor", json)).Codecs[^1];
        Assert.Equal(expected, $"{codec.Name} {codec.Configuration!.ToJsonString()}");
    }

    [Fact]
    public void The_automatic_shuffle_is_by_bits_for_elements_of_one_byte()
    {
        var codec = Parse(("dtype", "\"|u1\""), ("compressor", """{"id":"blosc","shuffle":-1}""")).Codecs[^1];
        Assert.Equal("bitshuffle", codec.Configuration!["shuffle"]!.GetValue<string>());
    }

    [Fact]
    public void A_compressor_that_this_library_does_not_have_keeps_its_settings_for_a_registry_that_has_it()
    {
        var codec = Parse(("compressor", """{"id":"bz2","level":1}""")).Codecs[^1];
        Assert.Equal("""numcodecs.bz2 {"level":1}""", $"{codec.Name} {codec.Configuration!.ToJsonString()}");
        var error = Assert.Throws<UnsupportedFeatureException>(() => CodecRegistry.Default.Create(codec));
        Assert.StartsWith("the codec \"numcodecs.bz2\" is not supported; there are bitround, blosc, ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zarr_format", "3", "zarr_format: expected 2, found 3")]
    [InlineData("zarr_format", null, "the member zarr_format is missing")]
    [InlineData("shape", "[4,-6]", "shape[1]: expected an integer from 0 to 2^63-1, found -6")]
    [InlineData("chunks", "[2]", "chunks has 1 value, the shape has 2")]
    [InlineData("chunks", "[2,0]", "chunks (2 x 0) has a zero; each length is at least 1")]
    [InlineData("chunks", "true", "chunks: expected a list of at most 32 integers, found true")]
    [InlineData("order", "\"K\"", "order: expected \"C\" or \"F\", found \"K\"")]
    [InlineData("dtype", "2", "dtype: expected a string such as \"<u2\", found 2")]
    [InlineData("filters", "{}", "filters: expected null or a list of at most 64 filters, found {}")]
    [InlineData("filters", "[1]", "filters[0]: expected an object with an id, found 1")]
    [InlineData("compressor", "\"zstd\"", "compressor: expected an object with an id, found \"zstd\"")]
    [InlineData("compressor", """{"id":"zstd","level":1.5}""", "compressor: the member level must be an integer, found 1.5")]
    [InlineData("dimension_separator", "\"-\"", "dimension_separator: expected \".\" or \"/\", found \"-\"")]
    public void A_wrong_member_is_named(string member, string? json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidMetadataException>(() => Parse((member, json))).Message);

    [Fact]
    public void What_may_be_missing_or_null_or_empty_is_nothing()
    {
        Assert.Single(Parse(("filters", "[]"), ("compressor", null), ("dimension_separator", "null")).Codecs);
        Assert.Equal(new ChunkKeyEncoding("v2", '.'), Parse(("filters", null)).ChunkKeyEncoding);
        Assert.Single(Parse(("shape", "[4]"), ("chunks", "[2]"), ("order", "\"F\"")).Codecs);
    }

    [Theory]
    [InlineData("\".\"", '.')]
    [InlineData("\"/\"", '/')]
    public void The_separator_of_keys_may_be_said(string json, char separator) =>
        Assert.Equal(new ChunkKeyEncoding("v2", separator), Parse(("dimension_separator", json)).ChunkKeyEncoding);

    [Theory]
    [InlineData("""["y","x"]""", "y x")]
    [InlineData("""["y"]""", null)]
    [InlineData("""["y",1]""", null)]
    [InlineData("\"yx\"", null)]
    public void Dimension_names_of_xarray_are_names_and_stay_attributes(string json, string? expected)
    {
        var attributes = new JsonObject { ["_ARRAY_DIMENSIONS"] = JsonNode.Parse(json) };
        var array = ArrayDocument.Parse(Encoding.UTF8.GetBytes(V2Node.Array()), attributes);
        Assert.Equal(expected, array.DimensionNames is null ? null : string.Join(" ", array.DimensionNames));
        Assert.Equal(json, array.Attributes["_ARRAY_DIMENSIONS"]!.ToJsonString());
    }

    private static ArrayMetadata Parse(params (string Member, string? Json)[] changes) =>
        ArrayDocument.Parse(Encoding.UTF8.GetBytes(V2Node.Array(changes)), []);
}
