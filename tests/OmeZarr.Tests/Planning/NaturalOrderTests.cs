using CsCheck;
using OmeZarr.Planning;
using Xunit;

namespace OmeZarr.Tests.Planning;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("2", "10")]
    [InlineData("02", "10")]
    [InlineData("a2b", "a10a")]
    [InlineData("a", "a1")]
    [InlineData("1", "01")]
    [InlineData("99999999999999999999998", "99999999999999999999999")]
    [InlineData("B", "a")]
    [InlineData("2", "010")]
    [InlineData("A", "a")]
    [InlineData("F1", "F01")]
    [InlineData("F1b", "F01c")]
    [InlineData("a2b10", "a10b2")]
    [InlineData("9", "A")]
    [InlineData("01a1", "1a01")]
    [InlineData(null, "a")]
    [InlineData("a9", "aa")]
    [InlineData("001", "1a")]
    [InlineData("10", "a")]
    [InlineData("-", "0")]
    public void Numbers_count_as_numbers(string? first, string second)
    {
        Assert.True(NaturalOrder.Instance.Compare(first, second) < 0);
        Assert.True(NaturalOrder.Instance.Compare(second, first) > 0);
    }

    [Fact]
    public void It_is_an_order_in_which_only_equal_texts_are_equal() =>
        Gen.String[Gen.Char["012ab"], 0, 5].Array[3].Sample(texts =>
        {
            var (a, b, c) = (texts[0], texts[1], texts[2]);
            int Sign(string x, string y) => Math.Sign(NaturalOrder.Instance.Compare(x, y));
            Assert.Equal(a == b, Sign(a, b) == 0);
            Assert.Equal(Sign(a, b), -Sign(b, a));
            Assert.False(Sign(a, b) < 0 && Sign(b, c) < 0 && Sign(a, c) >= 0);
        });
}
