using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class NumpyTypeTests
{
    [Theory]
    [InlineData("<u2", "uint16", false)]
    [InlineData(">u2", "uint16", true)]
    [InlineData("=u2", "uint16", false)]
    [InlineData("|u1", "uint8", false)]
    [InlineData(">u1", "uint8", false)] // one byte has no order
    [InlineData("u2", "uint16", false)]
    [InlineData("uint16", "uint16", false)]
    [InlineData("b1", "bool", false)]
    [InlineData("i1", "int8", false)]
    [InlineData("i2", "int16", false)]
    [InlineData("i4", "int32", false)]
    [InlineData("i8", "int64", false)]
    [InlineData("u4", "uint32", false)]
    [InlineData("u8", "uint64", false)]
    [InlineData("f2", "float16", false)]
    [InlineData("f4", "float32", false)]
    [InlineData(">f8", "float64", true)]
    [InlineData("c8", "complex64", false)]
    [InlineData("c16", "complex128", false)]
    public void A_type_has_several_names(string text, string type, bool isBigEndian)
    {
        Assert.Equal(type, NumpyType.Parse(text, out var isBig)!.Name);
        Assert.Equal(isBigEndian, isBig);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData(">M8[ns]")]
    [InlineData("<uint16")]
    [InlineData("u3")]
    public void Other_names_are_of_no_type(string text)
    {
        Assert.Null(NumpyType.Parse(text, out var isBig));
        Assert.False(isBig);
    }
}
