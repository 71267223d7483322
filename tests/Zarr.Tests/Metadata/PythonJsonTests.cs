using System.Text;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class PythonJsonTests
{
    [Theory]
    [InlineData("""{"a": NaN}""", """{"a": "NaN"}""")]
    [InlineData("[Infinity,-Infinity,NaN]", """["Infinity","-Infinity","NaN"]""")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("""{"NaN": "Infinity", "b": NaN}""", """{"NaN": "Infinity", "b": "NaN"}""")]
    [InlineData("""["\"", NaN, "\\", NaN, "\\\" NaN"]""", """["\"", "NaN", "\\", "NaN", "\\\" NaN"]""")]
    public void Bare_tokens_outside_strings_are_quoted(string json, string repaired)
    {
        Assert.True(PythonJson.TryQuoteNonFinite(Encoding.UTF8.GetBytes(json), out var result));
        Assert.Equal(repaired, Encoding.UTF8.GetString(result.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"a": "NaN \" NaN"}""")]
    [InlineData("""{"a": "NaN""")]
    [InlineData("""{"a": "NaN\""")]
    [InlineData("[-Inf, nan, Na]")]
    public void Nothing_else_is_touched(string json)
    {
        Assert.False(PythonJson.TryQuoteNonFinite(Encoding.UTF8.GetBytes(json), out var result));
        Assert.Equal(json, Encoding.UTF8.GetString(result.Span));
    }
}
