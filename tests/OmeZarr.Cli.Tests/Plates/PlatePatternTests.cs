using OmeZarr.Cli.Plates;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates;

public sealed class PlatePatternTests
{
    [Theory]
    [InlineData("cellomics", "AS_09047_050428030001_O01f00d2.TIF", "O", "1", "0", "2", null, null)]
    [InlineData("cellomics", "MFGTMP_150210100001_AB12f03d0.tif", "AB", "12", "3", "0", null, null)]
    [InlineData("imagexpress", "My plate_A01_s1_w1.TIF", "A", "1", "1", "1", null, null)]
    [InlineData("imagexpress", "Week1_150607_B02_s4_w107447158-AC92-4844-8584-B4D0EFC4E8D9.tif", "B", "2", "4", "1", null, null)]
    [InlineData("imagexpress", "p_H12_w2.tif", "H", "12", "0", "2", null, null)]
    [InlineData("imagexpress", "p_H12_s09.tif", "H", "12", "9", null, null, null)]
    [InlineData("phenix", "r02c11f05p03-ch4sk7fk1fl1.tiff", "B", "11", "5", "4", "3", "7")]
    [InlineData("yokogawa", "AssayPlate_Greiner_#655090_D03_T0001F001L01A02Z04C02.tif", "D", "3", "1", "2", "4", "1")]
    public void Names_of_microscopes_follow_one_convention_and_are_understood(
        string convention, string name, string row, string column, string field, string? channel, string? slice, string? time)
    {
        var path = Path.Join("some folder", name);
        var followed = PlatePattern.Known.Where(pattern => pattern.Read(path) is not null).ToList();
        Assert.Equal([convention], followed.Select(pattern => pattern.Name));
        Assert.Equal(new PlateFile(path, row, column, field, channel, slice, time), followed[0].Read(path));
    }

    [Theory]
    [InlineData("My plate_A01_s1_w1_thumb.TIF")]
    [InlineData("Week1_150607_B02_s4_w1_thumb07447158-AC92-4844-8584-B4D0EFC4E8D9.tif")]
    [InlineData("AS_09047_050428030001_O01f00o2.TIF")]
    [InlineData("img2d.tif")]
    public void Thumbnails_and_other_files_follow_none(string name) => Assert.All(PlatePattern.Known, pattern => Assert.Null(pattern.Read(name)));

    [Theory]
    [InlineData("(?<well>[a-zA-Z]+[ -]*[0-9]+)", "b - 07.tif", "B", "7")]
    [InlineData("(?P<row>[A-Z])(?P<col>[0-9]+)", "C0012.tif", "C", "12")]
    [InlineData("r(?<row>[0-9]+)c(?<column>[0-9]+)", "r27c00.tif", "AA", "0")]
    [InlineData("r(?<row>[0-9]+)c(?<column>[0-9]+)", "r702c1.tif", "ZZ", "1")]
    [InlineData("r(?<row>[0-9]+)c(?<column>[0-9]+)", "r703c1.tif", "AAA", "1")]
    public void Wells_are_letters_and_numbers_without_zeros_in_front(string pattern, string name, string row, string column) =>
        Assert.Equal(new PlateFile(name, row, column, "0", null, null, null), PlatePattern.Parse(pattern).Read(name));

    [Fact]
    public void Only_the_name_is_looked_at_and_not_the_folder() =>
        Assert.Null(PlatePattern.Parse("(?<well>A1)").Read(Path.Join("A1", "B2.tif")));

    [Fact]
    public void Channels_and_time_points_may_have_names()
    {
        var file = PlatePattern.Parse("(?<well>..)_(?<site>[a-z]+)_(?<channel>[^_]+)_(?<t>.+)[.]").Read("A1_left_DAPI 2_before.tif");
        Assert.Equal(new PlateFile("A1_left_DAPI 2_before.tif", "A", "1", "left", "DAPI 2", null, "before"), file);
    }

    [Theory]
    [InlineData("(?<row>A)", "--plate: the pattern needs either the group well, or both row and column")]
    [InlineData("(?<well>A)(?<row>B)(?<column>1)", "--plate: the pattern needs either the group well, or both row and column")]
    [InlineData("(?<field>1)", "--plate: the pattern needs either the group well, or both row and column")]
    [InlineData("(?<well>A1)(?<chanel>1)", "--plate: there is no meaning for the group chanel; did you mean channel?; the groups are well (or row and column), field, channel, z, time")]
    [InlineData("(?<well>A1", "--plate (?<well>A1: not a regular expression: Invalid pattern '(?<well>A1' at offset 10. Not enough )'s.")]
    [InlineData("phenx", "--plate phenx: expected auto, cellomics, imagexpress, phenix, yokogawa, or a pattern such as '_(?<well>[A-P]\\d\\d)_s(?<field>\\d+)_w(?<channel>\\d)'; did you mean phenix?")]
    public void Patterns_that_cannot_be_used(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => PlatePattern.Parse(pattern)).Message);

    [Theory]
    [InlineData("(?<well>.*)[.]tif", "A1x.tif", "--plate: in A1x.tif the well is \"A1x\"; expected letters of a row and a number of a column, such as B03")]
    [InlineData("(?<well>A1)(?<field>[^_]*)_", "A1.._0.tif", "--plate: in A1.._0.tif the field is \"..\"; expected letters and digits")]
    [InlineData("(?<row>.)(?<column>.)", "01.tif", "--plate: in 01.tif the row is \"0\"; expected letters, or a number counted from 1")]
    [InlineData("(?<row>.)(?<column>.)?", "A", "--plate: in A the column is \"\"; expected a number")]
    [InlineData("(?<well>A1)(?<field>.*)", "A1 b.tif", "--plate: in A1 b.tif the field is \" b.tif\"; expected letters and digits")]
    public void Names_that_follow_the_pattern_but_mean_nothing(string pattern, string name, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => PlatePattern.Parse(pattern).Read(name)).Message);

    [Fact]
    public void A_pattern_that_would_take_for_ever_is_given_up()
    {
        var name = $"{new string('a', 60)}!";
        var error = Assert.Throws<UsageException>(() => PlatePattern.Parse("^(?<well>(a|aa)+)$").Read(name));
        Assert.Equal($"--plate: the pattern takes too long for {name}; repetitions inside repetitions, such as (a+)+, do that", error.Message);
    }
}
