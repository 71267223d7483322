using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class ArrayMetadataTests
{
    // The profile that most readers understand, member by member, as it is written.
    private const string Profile = """
        {
          "zarr_format": 3,
          "node_type": "array",
          "shape": [
            3,
            512,
            512
          ],
          "data_type": "uint16",
          "chunk_grid": {
            "name": "regular",
            "configuration": {
              "chunk_shape": [
                1,
                256,
                256
              ]
            }
          },
          "chunk_key_encoding": {
            "name": "default",
            "configuration": {
              "separator": "/"
            }
          },
          "fill_value": 0,
          "codecs": [
            {
              "name": "bytes",
              "configuration": {
                "endian": "little"
              }
            },
            {
              "name": "zstd",
              "configuration": {
                "level": 3,
                "checksum": false
              }
            }
          ],
          "attributes": {
            "unit": "µm"
          },
          "dimension_names": [
            "c",
            "y",
            "x"
          ]
        }
        """;

    public static TheoryData<string> RequiredMembers { get; } =
        ["zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs"];

    // Member, its value, and what the complaint says.
    public static TheoryData<string, string, string> Wrong { get; } = new()
    {
        { "zarr_format", "2", "zarr_format: expected 3, found 2" },
        { "zarr_format", "3.0", "zarr_format: expected 3, found 3.0" },
        { "zarr_format", "\"3\"", "zarr_format: expected 3, found \"3\"" },
        { "zarr_format", "99999999999999999999", "zarr_format: expected 3" },
        { "node_type", "\"group\"", "node_type: expected \"array\", found \"group\"" },
        { "node_type", "null", "node_type: expected \"array\", found null" },
        { "shape", "5", "shape: expected a list of at most 32 integers, found 5" },
        { "shape", "[true]", "shape[0]: expected an integer from 0 to 2^63-1, found true" },
        { "shape", "[1,2,-3]", "shape[2]: expected an integer from 0 to 2^63-1, found -3" },
        { "shape", "[1,2,1.0]", "shape[2]" },
        { "shape", "[1,2,1e3]", "shape[2]" },
        { "shape", "[1,2,null]", "shape[2]" },
        { "shape", "[1,2,9223372036854775808]", "shape[2]" },
        { "shape", "[1,2]", "chunk_shape has 3 values, the shape has 2" },
        { "shape", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "at most 32" },
        { "data_type", "3", "data_type: expected a name" },
        { "data_type", "{}", "data_type: expected a name, or an object with a name, found Object" },
        { "data_type", "{\"name\":\"uint16\",\"configuration\":1}", "data_type: the configuration is not an object but Number" },
        { "data_type", "{\"name\":1}", "data_type: expected a name" },
        { "chunk_grid", "\"regular\"", "chunk_grid: the configuration has no chunk_shape" },
        { "chunk_grid", "{\"name\":\"regular\"}", "chunk_grid: the configuration has no chunk_shape" },
        { "chunk_grid", "{\"name\":\"regular\",\"configuration\":{}}", "chunk_grid: the configuration has no chunk_shape" },
        { "chunk_grid", "{\"name\":\"regular\",\"configuration\":[]}", "chunk_grid: the configuration is not an object but Array" },
        { "chunk_grid", "{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[1,0,1]}}", "chunk_shape (1 x 0 x 1) has a zero; each length is at least 1" },
        { "chunk_grid", "{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[1,1]}}", "chunk_shape has 2 values" },
        { "chunk_grid", "{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":\"auto\"}}", "chunk_shape: expected a list" },
        { "chunk_grid", "null", "chunk_grid: expected a name" },
        { "chunk_key_encoding", "[]", "chunk_key_encoding: expected a name" },
        { "fill_value", "65536", "fill_value 65536" },
        { "codecs", "{}", "codecs: expected a list of at most 64 codecs" },
        { "codecs", "null", "codecs: expected a list of at most 64 codecs, found null" },
        { "codecs", "[1]", "codecs[0]: expected a name" },
        { "codecs", "[\"bytes\",{\"configuration\":{}}]", "codecs[1]: expected a name" },
        { "codecs", "[{\"name\":\"bytes\",\"configuration\":null}]", "codecs[0]: the configuration is not an object but Null" },
        { "attributes", "[]", "attributes: expected an object, found Array" },
        { "dimension_names", "[\"y\",\"x\"]", "dimension_names: expected a list of 3 strings or nulls" },
        { "dimension_names", "[1,2,3]", "dimension_names: expected a list of 3 strings or nulls" },
        { "dimension_names", "\"cyx\"", "dimension_names: expected a list of 3 strings or nulls, found \"cyx\"" },
        { "dimension_names", "[\"c\",\"y\",{}]", "dimension_names: expected a list of 3 strings or nulls" },
    };

    // Member, its value, and the feature that is reported as unsupported.
    public static TheoryData<string, string, string> Unsupported { get; } = new()
    {
        { "data_type", "\"string\"", "string" },
        { "data_type", "{\"name\":\"numpy.datetime64\",\"configuration\":{\"unit\":\"ms\"}}", "numpy.datetime64" },
        { "chunk_grid", "{\"name\":\"rectilinear\",\"configuration\":{}}", "rectilinear" },
        { "chunk_key_encoding", "{\"name\":\"suffix\"}", "suffix" },
        { "storage_transformers", "[{\"name\":\"x\"}]", "storage_transformers" },
        { "storage_transformers", "{}", "storage_transformers" },
        { "extra", "1", "extra" },
        { "extra", "null", "extra" },
        { "extra", "{}", "extra" },
        { "extra", "{\"must_understand\":true}", "extra" },
        { "extra", "{\"must_understand\":\"false\"}", "extra" },
        { "consolidated_metadata", "null", "consolidated_metadata" },
    };

    [Fact]
    public void The_profile_is_written_exactly()
    {
        var written = Encoding.UTF8.GetString(ProfileMetadata().ToUtf8());
        Assert.Equal(Profile.ReplaceLineEndings("\n"), written);
    }

    [Fact]
    public void What_was_written_reads_back_and_is_written_the_same_again()
    {
        var written = ProfileMetadata().ToUtf8();
        Assert.Equal(written, ArrayMetadata.Parse(written).ToUtf8());
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public void A_missing_member_is_named(string member)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith(member, null));
        Assert.Equal($"the member {member} is missing", error.Message);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_member_is_named_with_what_was_found(string member, string json, string complaint)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith(member, json));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void An_extension_that_is_not_known_is_unsupported(string member, string json, string feature) =>
        Assert.Equal(feature, Assert.Throws<UnsupportedFeatureException>(() => ZarrJson.ParseWith(member, json)).Feature);

    [Fact]
    public void Unknown_members_that_need_not_be_understood_are_kept()
    {
        var array = ZarrJson.ParseWith("ext", """{"must_understand":false,"deep":[1,{"big":12345678901234567890.5}]}""");
        var again = JsonNode.Parse(array.ToUtf8())!;
        Assert.Equal("""{"must_understand":false,"deep":[1,{"big":12345678901234567890.5}]}""", again["ext"]!.ToJsonString());
    }

    [Fact]
    public void Extra_members_cannot_replace_those_of_the_specification()
    {
        var array = ProfileMetadata() with { ExtraMembers = new JsonObject { ["shape"] = new JsonObject { ["must_understand"] = false } } };
        Assert.Equal("the extra member shape is one that the specification defines", Assert.Throws<InvalidMetadataException>(array.ToUtf8).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    public void Without_dimension_names_no_dimension_is_named_and_none_is_written(string? json)
    {
        var array = ZarrJson.ParseWith("dimension_names", json);
        Assert.Null(array.DimensionNames);
        Assert.DoesNotContain("dimension_names", Encoding.UTF8.GetString(array.ToUtf8()), StringComparison.Ordinal);
    }

    [Fact]
    public void Single_dimensions_may_be_unnamed_and_names_may_repeat() =>
        Assert.Equal(["y", null, "y"], ZarrJson.ParseWith("dimension_names", """["y",null,"y"]""").DimensionNames);

    [Fact]
    public void Codecs_in_short_form_are_read_and_written_as_objects()
    {
        var array = ZarrJson.ParseWith("codecs", """["bytes",{"name":"crc32c"}]""");
        Assert.Equal(["bytes", "crc32c"], array.Codecs.Select(codec => codec.Name));
        Assert.Equal("""[{"name":"bytes"},{"name":"crc32c"}]""", JsonNode.Parse(array.ToUtf8())!["codecs"]!.ToJsonString());
    }

    [Fact]
    public void Extension_objects_of_known_names_are_read()
    {
        Assert.Same(DataType.UInt16, ZarrJson.ParseWith("data_type", """{"name":"uint16"}""").DataType);
        Assert.Equal(new ChunkKeyEncoding("v2", '.'), ZarrJson.ParseWith("chunk_key_encoding", "\"v2\"").ChunkKeyEncoding);
        Assert.Equal(ChunkKeyEncoding.Default, ZarrJson.ParseWith("chunk_key_encoding", """{"name":"default"}""").ChunkKeyEncoding);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void An_empty_list_of_storage_transformers_or_null_means_none(string json) => ZarrJson.ParseWith("storage_transformers", json);

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    public void Missing_attributes_or_null_are_empty(string? json) => Assert.Empty(ZarrJson.ParseWith("attributes", json).Attributes);

    [Fact]
    public void A_fill_value_of_null_is_read_as_zero_and_written_as_zero()
    {
        var array = ZarrJson.ParseWith("fill_value", "null");
        Assert.Equal(FillValue.Zero(DataType.UInt16), array.FillValue);
        Assert.Equal("0", JsonNode.Parse(array.ToUtf8())!["fill_value"]!.ToJsonString());
    }

    [Fact]
    public void No_codecs_are_read_as_bytes_in_little_endian_and_written_so()
    {
        var array = ZarrJson.ParseWith("codecs", "[]");
        Assert.Equal("""[{"name":"bytes","configuration":{"endian":"little"}}]""", JsonNode.Parse(array.ToUtf8())!["codecs"]!.ToJsonString());
    }

    [Fact]
    public void A_scalar_has_empty_shapes()
    {
        var json = """
            {"zarr_format":3,"node_type":"array","shape":[],"data_type":"float64","fill_value":"NaN","codecs":["bytes"],
             "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[]}},"chunk_key_encoding":"default"}
            """;
        Assert.Equal((0, 0), (ZarrJson.Parse(json).Shape.Rank, ZarrJson.Parse(json).ChunkShape.Rank));
    }

    [Fact]
    public void As_many_dimensions_and_codecs_as_allowed_are_read()
    {
        var ones = $"[{string.Join(',', Enumerable.Repeat("1", 32))}]";
        var document = ZarrJson.Array.Replace("[3,100,200]", ones, StringComparison.Ordinal).Replace("[1,64,64]", ones, StringComparison.Ordinal).Replace(",\"dimension_names\":[\"c\",\"y\",\"x\"]", string.Empty, StringComparison.Ordinal);
        Assert.Equal(32, ZarrJson.Parse(document).Shape.Rank);
        Assert.Equal(64, ZarrJson.ParseWith("codecs", $"[\"bytes\"{string.Concat(Enumerable.Repeat(",\"crc32c\"", 63))}]").Codecs.Count);
    }

    [Theory]
    [InlineData("chunk_grid", "{\"name\":\"rectilinear\"}", "chunk_grid \"rectilinear\" is not supported; regular is")]
    [InlineData("chunk_key_encoding", "\"suffix\"", "chunk_key_encoding \"suffix\" is not supported; default and v2 are")]
    [InlineData("data_type", "\"string\"", "data_type \"string\" is not supported; there are bool, int8, int16, int32, int64, uint8, ")]
    [InlineData("storage_transformers", "[1]", "storage_transformers are not supported; none is defined by the specification")]
    [InlineData("extra", "1", "the member extra is unknown and does not say \"must_understand\": false")]
    public void What_is_not_supported_is_told_with_what_is(string member, string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<UnsupportedFeatureException>(() => ZarrJson.ParseWith(member, json)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_largest_lengths_are_accepted() =>
        Assert.Equal([long.MaxValue, 0, 1], ZarrJson.ParseWith("shape", "[9223372036854775807,0,1]").Shape);

    [Fact]
    public void A_chain_of_very_many_codecs_is_refused()
    {
        var codecs = $"[\"bytes\"{string.Concat(Enumerable.Repeat(",\"crc32c\"", 64))}]";
        var error = Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseWith("codecs", codecs));
        Assert.True(error.Message.Length < 200);
    }

    private static ArrayMetadata ProfileMetadata() => new()
    {
        Shape = [3, 512, 512],
        DataType = DataType.UInt16,
        ChunkShape = [1, 256, 256],
        Codecs = [new BytesCodec().ToMetadata(), new ZstdCodec(3).ToMetadata()],
        Attributes = new JsonObject { ["unit"] = "µm" },
        DimensionNames = ["c", "y", "x"],
    };
}
