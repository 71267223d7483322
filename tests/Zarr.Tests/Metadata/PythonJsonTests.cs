using System.Text;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class PythonJsonTests
{
    [Theory]
    [InlineData("""{"a": NaN}""", """{"a": "\u004eaN"}""")]
    [InlineData("[Infinity,-Infinity,NaN]", """["\u0049nfinity","-\u0049nfinity","\u004eaN"]""")]
    [InlineData("NaN", """
        "\u004eaN"
        """)]
    [InlineData("Infinity", """
        "\u0049nfinity"
        """)]
    [InlineData("""{"NaN": "Infinity", "b": NaN}""", """{"NaN": "Infinity", "b": "\u004eaN"}""")]
    [InlineData("""["\"", NaN, "\\", NaN, "\\\" NaN"]""", """["\"", "\u004eaN", "\\", "\u004eaN", "\\\" NaN"]""")]
    public void Bare_tokens_outside_strings_become_texts_of_a_spelling_of_their_own(string json, string repaired)
    {
        Assert.True(PythonJson.TryQuoteNonFinite(Encoding.UTF8.GetBytes(json), out var result));
        Assert.Equal(repaired, Encoding.UTF8.GetString(result));
    }

    [Fact]
    public void Texts_of_that_spelling_get_the_plain_one()
    {
        var json = """["\u004eaN", "\u0049nfinity", "-\u0049nfinity", "a\u004eaN", NaN]"""u8;
        Assert.True(PythonJson.TryQuoteNonFinite(json, out var result));
        Assert.Equal("""["NaN", "Infinity", "-Infinity", "a\u004eaN", "\u004eaN"]""", Encoding.UTF8.GetString(result));
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
        Assert.Empty(result);
    }

    [Fact]
    public void Quoted_plainly_their_places_are_told_and_no_text_is_touched()
    {
        var places = new List<int>();
        Assert.True(PythonJson.TryQuotePlainly("""["\u004eaN",NaN,-Infinity,Infinity]"""u8, places, out var result));
        Assert.Equal("""["\u004eaN","NaN","-Infinity","Infinity"]""", Encoding.UTF8.GetString(result));
        Assert.Equal([12, 18, 30], places);
        Assert.False(PythonJson.TryQuotePlainly("""["\u004eaN"]"""u8, places, out _));
    }
}
