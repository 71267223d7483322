using Xunit;

namespace OmeZarr.Cli.Tests.Text;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(9_949, "9.9 kB")]
    [InlineData(9_960, "10 kB")]
    [InlineData(312_345, "312 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_999, "1.0 MB")]
    [InlineData(288_000_000, "288 MB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Sizes_have_two_or_three_digits(long bytes, string expected) => Assert.Equal(expected, ByteSize.Text(bytes));
}
