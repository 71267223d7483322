using Xunit;

namespace OmeZarr.Cli.Tests.Text;

public sealed class UnitNamesTests
{
    [Theory]
    [InlineData("um", "micrometer")]
    [InlineData("\u00B5m", "micrometer")]
    [InlineData("\u03BCm", "micrometer")]
    [InlineData("microns", "micrometer")]
    [InlineData("Micrometres", "micrometer")]
    [InlineData("micrometer", "micrometer")]
    [InlineData("nm", "nanometer")]
    [InlineData("mm", "millimeter")]
    [InlineData("\u00C5", "angstrom")]
    [InlineData("\u212B", "angstrom")]
    [InlineData("s", "second")]
    [InlineData("ms", "millisecond")]
    [InlineData("us", "microsecond")]
    [InlineData("\u03BCs", "microsecond")]
    [InlineData("secs", "second")]
    [InlineData("Mm", "Mm")]
    [InlineData("as", "as")]
    [InlineData("furlong", "furlong")]
    [InlineData("", "")]
    public void Usual_spellings_are_understood_and_others_left_alone(string typed, string spelled) => Assert.Equal(spelled, UnitNames.Spelled(typed));
}
