using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("a b")]
    [InlineData("_x")]
    [InlineData(".a")]
    [InlineData("zarr.json.bak")]
    [InlineData("µ")]
    public void Most_names_are_allowed(string name) => Assert.True(NodeName.TryValidate(name, out _));

    [Theory]
    [InlineData("", "a node name cannot be empty")]
    [InlineData("a/b", "a node name cannot contain /")]
    [InlineData(".", "a node name cannot consist of periods only")]
    [InlineData("....", "a node name cannot consist of periods only")]
    [InlineData("__x", "names that begin with __ are reserved")]
    [InlineData("zarr.json", "a node cannot be called zarr.json")]
    public void Others_say_why_not(string name, string expected)
    {
        Assert.False(NodeName.TryValidate(name, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void The_root_and_paths_of_valid_names_are_valid()
    {
        NodeName.RequireValidPath(string.Empty);
        NodeName.RequireValidPath("A/1/0");
        Assert.Equal("\"A/__1/0\" is not a valid path of a node: names that begin with __ are reserved", Assert.Throws<ArgumentException>(() => NodeName.RequireValidPath("A/__1/0")).Message);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => NodeName.TryValidate(null!, out _)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => NodeName.RequireValidPath(null!)).ParamName);
        Assert.Throws<ArgumentException>(() => NodeName.RequireValidPath("A//0"));
    }
}
