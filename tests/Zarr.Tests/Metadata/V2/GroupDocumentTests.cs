using System.Text;
using Xunit;
using Zarr.Metadata.V2;

namespace Zarr.Tests.Metadata.V2;

public sealed class GroupDocumentTests
{
    private static readonly byte[] Valid = """{"zarr_format":2}"""u8.ToArray();

    [Fact]
    public void Of_an_attribute_that_is_there_twice_the_last_is_read()
    {
        var group = GroupDocument.Parse(Valid, AttributesDocument.Parse("""{"a":{"b":1,"b":2},"a":3}"""u8.ToArray()));
        Assert.Equal("""{"a":3}""", group.Attributes.ToJsonString());
        Assert.Equal(["a.b", "a"], group.RepeatedAttributes);
    }

    [Fact]
    public void Without_a_document_of_attributes_there_are_none()
    {
        var group = GroupDocument.Parse(Valid, attributes: null);
        Assert.Empty(group.Attributes);
        Assert.Empty(group.RepeatedAttributes);
    }

    [Theory]
    [InlineData("""{"zarr_format":3}""", "zarr_format: expected 2, found 3")]
    [InlineData("{}", "the member zarr_format is missing")]
    public void Another_format_is_an_error(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidMetadataException>(() => GroupDocument.Parse(Encoding.UTF8.GetBytes(json), attributes: null)).Message);
}
