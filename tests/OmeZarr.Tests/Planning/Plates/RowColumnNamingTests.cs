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
    [InlineData("", "")]
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
    [InlineData("11 10", "1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData("11 09", "01 02 03 04 05 06 07 08 09 10 11")]
    [InlineData("002", "001 002")]
    [InlineData("01 2", "01 2")] // two formats
    [InlineData("1 01", "1 01")]
    [InlineData("0 2", "0 2")] // counted from 0
    [InlineData("c10 c2", "c2 c10")]
    [InlineData("1 2000000000", "1 2000000000")] // no plate has so many
    [InlineData("3 12345678901234567890 1", "1 3 12345678901234567890")]
    [InlineData("9999999999", "9999999999")]
    [InlineData("000000002", "000000001 000000002")]
    [InlineData("", "")]
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

    [Theory]
    [InlineData("A C", "C B A", "C B A")] // all that are there
    [InlineData("A C", "B", "A B C")] // sorted
    [InlineData("C A", "B D", "C A B D")] // in an order of their own
    [InlineData("C A", "A D B", "C A B D")]
    public void Given_names_join_those_that_are_there(string existing, string given, string expected) =>
        Assert.Equal(expected.Split(' '), RowColumnNaming.With(existing.Split(' '), given.Split(' ')));

    [Theory]
    [InlineData("", "B", "A B")] // a new plate
    [InlineData("A B", "A B D", "A B C D")] // filled up, as they are
    [InlineData("A C", "A C E", "A C E")] // sorted, with a gap
    [InlineData("A C", "A C B", "A B C")]
    [InlineData("C A", "C A E B", "C A B E")] // in an order of their own
    public void Used_names_join_those_that_are_there(string existing, string used, string expected) =>
        Assert.Equal(expected.Split(' '), RowColumnNaming.Fill(existing.Split(' ', StringSplitOptions.RemoveEmptyEntries), used.Split(' '), RowColumnNaming.Rows));
}
