using OmeZarr.Planning;
using Xunit;

namespace OmeZarr.Tests.Planning;

public sealed class RowColumnNamingTests
{
    [Theory]
    [InlineData("A", "A")]
    [InlineData("D B", "A B C D")]
    [InlineData("AB", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z AA AB")]
    [InlineData("R10 R2 R1", "R1 R2 R10")] // names of one's own
    [InlineData("b a", "a b")]
    [InlineData("A b", "A b")]
    [InlineData("AAAA B", "AAAA B")] // too long for a spreadsheet
    [InlineData("TOP MID", "MID TOP")] // rows of a spreadsheet, but so many that words are meant
    [InlineData("TOP AA B", "B AA TOP")]
    public void Rows_of_a_spreadsheet_are_filled_up_and_others_are_those_that_are_used(string used, string expected) =>
        Assert.Equal(expected.Split(' '), RowColumnNaming.Rows(used.Split(' ')));

    [Fact]
    public void Rows_go_on_beyond_ZZ()
    {
        var rows = RowColumnNaming.Rows(["AAB"]);
        Assert.Equal(26 + (26 * 26) + 2, rows.Count);
        Assert.Equal(["Z", "AA"], rows.Skip(25).Take(2));
        Assert.Equal(["ZY", "ZZ", "AAA", "AAB"], rows.TakeLast(4));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("4 2", "1 2 3 4")]
    [InlineData("03 01", "01 02 03")]
    [InlineData("11 09", "01 02 03 04 05 06 07 08 09 10 11")]
    [InlineData("002", "001 002")]
    [InlineData("01 2", "01 2")] // two formats
    [InlineData("1 01", "1 01")]
    [InlineData("0 2", "0 2")] // counted from 0
    [InlineData("c10 c2", "c2 c10")]
    [InlineData("1 2000000000", "1 2000000000")] // no plate has so many
    [InlineData("3 12345678901234567890 1", "1 3 12345678901234567890")]
    public void Columns_of_one_format_are_filled_up_and_others_are_those_that_are_used(string used, string expected) =>
        Assert.Equal(expected.Split(' '), RowColumnNaming.Columns(used.Split(' ')));

    [Fact]
    public void No_more_than_a_thousand_lines_are_filled_in()
    {
        Assert.Equal(1000, RowColumnNaming.Columns(["1000"]).Count);
        Assert.Equal(["1001"], RowColumnNaming.Columns(["1001"]));
        Assert.Equal(1000, RowColumnNaming.Rows(["ALL"]).Count);
        Assert.Equal(["ALM"], RowColumnNaming.Rows(["ALM"]));
    }
}
