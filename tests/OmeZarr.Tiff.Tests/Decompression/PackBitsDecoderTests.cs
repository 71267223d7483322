using OmeZarr.Tiff.Decompression;
using Xunit;

namespace OmeZarr.Tiff.Tests.Decompression;

public sealed class PackBitsDecoderTests
{
    // The first is the example of Apple Technical Note TN1023; 80 is a header that means nothing; the last two end too early.
    [Theory]
    [InlineData("FEAA0280002AFDAA0380002A22F7AA", "AAAAAA80002AAAAAAAAA80002A22AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("8080000580", "05")]
    [InlineData("FF", "")]
    [InlineData("050102", "0102")]
    public void Runs_and_literals_are_decoded(string encoded, string expected)
    {
        var destination = new byte[100];
        var count = PackBitsDecoder.Decode(Convert.FromHexString(encoded), destination);
        Assert.Equal(expected, Convert.ToHexString(destination.AsSpan(0, count)));
    }

    [Fact]
    public void What_does_not_fit_is_cut()
    {
        var destination = new byte[5];
        Assert.Equal(3, PackBitsDecoder.Decode([0x90, 7], destination.AsSpan(0, 3)));
        Assert.Equal(2, PackBitsDecoder.Decode([5, 1, 2, 3, 4, 5, 6], destination.AsSpan(0, 2)));
        Assert.Equal([1, 2, 7, 0, 0], destination);
    }
}
