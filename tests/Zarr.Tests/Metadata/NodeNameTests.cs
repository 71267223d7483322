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
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData(".")]
    [InlineData("....")]
    [InlineData("__x")]
    [InlineData("zarr.json")]
    public void Others_say_why_not(string name)
    {
        Assert.False(NodeName.TryValidate(name, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void The_root_and_paths_of_valid_names_are_valid()
    {
        NodeName.RequireValidPath(string.Empty);
        NodeName.RequireValidPath("A/1/0");
        Assert.Throws<ArgumentException>(() => NodeName.RequireValidPath("A/__1/0"));
        Assert.Throws<ArgumentException>(() => NodeName.RequireValidPath("A//0"));
    }
}
