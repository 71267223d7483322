using OmeZarr.Cli.Commands;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary><c>--series</c> may stand alone or before a number, and never takes a path for its value.</summary>
public sealed class SeriesArgumentTests
{
    [Theory]
    [InlineData(new[] { "convert", "--series", "a.tif", "out" }, new[] { "convert", "--series=all", "a.tif", "out" })]
    [InlineData(new[] { "convert", "a.tif", "out", "--series" }, new[] { "convert", "a.tif", "out", "--series=all" })]
    [InlineData(new[] { "convert", "--series", "12", "a.tif", "out" }, new[] { "convert", "--series=12", "a.tif", "out" })]
    [InlineData(new[] { "convert", "--series", "--append", "a.tif", "out" }, new[] { "convert", "--series=all", "--append", "a.tif", "out" })]
    [InlineData(new[] { "convert", "--series=3", "a.tif", "out" }, new[] { "convert", "--series=3", "a.tif", "out" })]
    [InlineData(new[] { "--help" }, new[] { "--help" })]
    public void The_option_is_completed(string[] given, string[] expected) => Assert.Equal(expected, SeriesArgument.Complete(given));
}
