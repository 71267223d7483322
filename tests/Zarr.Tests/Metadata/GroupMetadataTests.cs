using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class GroupMetadataTests
{
    [Fact]
    public void A_group_is_written_exactly() =>
        Assert.Equal("{\n  \"zarr_format\": 3,\n  \"node_type\": \"group\",\n  \"attributes\": {}\n}", Encoding.UTF8.GetString(new GroupMetadata().ToUtf8()));

    [Fact]
    public void Attributes_survive_whatever_they_hold()
    {
        const string Attributes = """{"ome":{"version":"0.5","x":[1,2.50,1e400,null,true,"µ \"quoted\" \u0001 😀"]},"":{}}""";
        var group = ZarrJson.ParseGroup($$"""{"zarr_format":3,"node_type":"group","attributes":{{Attributes}}}""");
        var again = GroupMetadata.Parse(group.ToUtf8());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Attributes), again.Attributes));
        Assert.Contains("2.50", Encoding.UTF8.GetString(again.ToUtf8()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"kind":"inline","must_understand":false,"metadata":{}}""")]
    [InlineData("""{"kind":"inline","metadata":{}}""")]
    public void Consolidated_metadata_is_read_past_and_not_written(string json)
    {
        var group = ZarrJson.ParseGroup($$"""{"zarr_format":3,"node_type":"group","consolidated_metadata":{{json}}}""");
        Assert.Empty(group.ExtraMembers);
        Assert.DoesNotContain("consolidated", Encoding.UTF8.GetString(group.ToUtf8()), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_members_are_kept_if_they_need_not_be_understood()
    {
        var group = ZarrJson.ParseGroup("""{"zarr_format":3,"node_type":"group","ext":{"must_understand":false,"a":1}}""");
        Assert.Equal("""{"must_understand":false,"a":1}""", JsonNode.Parse(group.ToUtf8())!["ext"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"node_type":"group"}""", "the member zarr_format is missing")]
    [InlineData("""{"zarr_format":3}""", "the member node_type is missing")]
    [InlineData("""{"zarr_format":3,"node_type":"array"}""", "node_type: expected \"group\", found \"array\"")]
    [InlineData("""{"zarr_format":3,"node_type":"group","attributes":1}""", "attributes: expected an object, found Number")]
    [InlineData("[]", "the document is not a JSON object but Array")]
    [InlineData("NaN", "the document is not a JSON object but String")]
    public void Broken_groups_say_what_is_wrong(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidMetadataException>(() => ZarrJson.ParseGroup(json)).Message);

    [Fact]
    public void An_unknown_member_that_must_be_understood_is_unsupported() =>
        Assert.Throws<UnsupportedFeatureException>(() => ZarrJson.ParseGroup("""{"zarr_format":3,"node_type":"group","shape":[1]}"""));

    [Theory]
    [InlineData("""{"zarr_format":3,"node_type":"group"}""", NodeKind.Group)]
    [InlineData("""{"zarr_format":3,"node_type":"array","shape":7}""", NodeKind.Array)]
    public void The_kind_of_a_node_is_told_by_its_type_alone(string json, NodeKind kind) => Assert.Equal(kind, MetadataDocument.Parse(Encoding.UTF8.GetBytes(json)).Kind());

    [Theory]
    [InlineData("""{"zarr_format":3,"node_type":"image"}""", "node_type: expected \"array\" or \"group\", found \"image\"")]
    [InlineData("""{"zarr_format":3,"node_type":7}""", "node_type: expected \"array\" or \"group\", found 7")]
    [InlineData("""{"zarr_format":2,"node_type":"array"}""", "zarr_format: expected 3, found 2")]
    public void Any_other_type_is_of_no_node(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidMetadataException>(() => MetadataDocument.Parse(Encoding.UTF8.GetBytes(json)).Kind()).Message);
}
