using OmeZarr.Cli.Plates.Naming;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates.Naming;

public sealed class PlatePatternTests
{
    [Theory]
    [InlineData("(?<well>[a-zA-Z]+[ -]*[0-9]+)", "b - 07.tif", "B", "7")]
    [InlineData("(?P<row>[A-Z])(?P<col>[0-9]+)", "C0012.tif", "C", "12")]
    [InlineData("r(?<row>[0-9]+)c(?<column>[0-9]+)", "r27c00.tif", "AA", "0")]
    [InlineData("r(?<row>[0-9]+)c(?<column>[0-9]+)", "r702c1.tif", "ZZ", "1")]
    [InlineData("r(?<row>[0-9]+)c(?<column>[0-9]+)", "r703c1.tif", "AAA", "1")]
    public void Wells_are_letters_and_numbers_without_zeros_in_front(string pattern, string name, string row, string column) =>
        Assert.Equal(new PlateFile(Path.Join("in", name), row, column, "0", null, null, null), PlatePattern.Parse(pattern).Read(Named(name)));

    [Fact]
    public void Only_the_name_is_looked_at_and_not_the_folder() =>
        Assert.Null(PlatePattern.Parse("(?<well>A1)").Read(Named("A1/B2.tif")));

    [Fact]
    public void A_pattern_with_a_slash_is_for_the_path_in_the_folder()
    {
        var file = PlatePattern.Parse("day(?<time>[0-9]+)/(?<well>..)/(?<z>[0-9])[.]tif$").Read(Named("day2/B3/7.tif"));
        Assert.Equal(new PlateFile(Path.Join("in", "day2/B3/7.tif"), "B", "3", "0", null, "7", "2"), file);
    }

    [Fact]
    public void Channels_and_time_points_may_have_names()
    {
        var file = PlatePattern.Parse("(?<well>..)_(?<site>[a-z]+)_(?<channel>[^_]+)_(?<t>.+)[.]").Read(Named("A1_left_DAPI 2_before.tif"));
        Assert.Equal(new PlateFile(Path.Join("in", "A1_left_DAPI 2_before.tif"), "A", "1", "left", "DAPI 2", null, "before"), file);
    }

    [Theory]
    [InlineData("(?<row>A)", "--plate: the pattern needs either the group well, or both row and column, or wellnumber")]
    [InlineData("(?<well>A)(?<row>B)(?<column>1)", "--plate: the pattern needs either the group well, or both row and column, or wellnumber")]
    [InlineData("(?<field>1)", "--plate: the pattern needs either the group well, or both row and column, or wellnumber")]
    [InlineData("(?<well>A1)(?<chanel>1)", "--plate: there is no meaning for the group chanel; did you mean channel?; the groups are well (or row and column, or wellnumber), field, channel, z, time")]
    [InlineData("(?<well>A1", "--plate (?<well>A1: not a regular expression: Invalid pattern '(?<well>A1' at offset 10. Not enough )'s.")]
    [InlineData("phenx", "--plate phenx: expected auto, cellomics, evos, incarta, imagexpress, phenix, columbus, yokogawa, cq1, incell, cytation, incucyte, acquifer, scanr, leica, micromanager, nikon, generic, or a pattern such as '_(?<well>[A-P]\\d\\d)_s(?<field>\\d+)_w(?<channel>\\d)'; did you mean phenix?")]
    public void Patterns_that_cannot_be_used(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => PlatePattern.Parse(pattern)).Message);

    [Theory]
    [InlineData("(?<well>.*)[.]tif", "A1x.tif", "--plate: in A1x.tif the well is \"A1x\"; expected letters of a row and a number of a column, such as B03")]
    [InlineData("(?<well>A1)(?<field>[^_]*)_", "A1.._0.tif", "--plate: in A1.._0.tif the field is \"..\"; expected letters and digits")]
    [InlineData("(?<row>.)(?<column>.)", "01.tif", "--plate: in 01.tif the row is \"0\"; expected letters, or a number counted from 1")]
    [InlineData("(?<row>.)(?<column>.)?", "A", "--plate: in A the column is \"\"; expected a number")]
    [InlineData("(?<well>A1)(?<field>.*)", "A1 b.tif", "--plate: in A1 b.tif the field is \" b.tif\"; expected letters and digits")]
    public void Names_that_follow_the_pattern_but_mean_nothing(string pattern, string name, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => PlatePattern.Parse(pattern).Read(Named(name))).Message);

    [Fact]
    public void A_pattern_that_would_take_for_ever_is_given_up()
    {
        var name = $"{new string('a', 60)}!";
        var error = Assert.Throws<UsageException>(() => PlatePattern.Parse("^(?<well>(a|aa)+)$").Read(Named(name)));
        Assert.Equal($"--plate: the pattern takes too long for {name}; repetitions inside repetitions, such as (a+)+, do that", error.Message);
    }

    private static PlateName Named(string relative) => new(Path.Join("in", relative), relative);
}
