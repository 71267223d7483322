using Blosc.Streams;
using Xunit;

namespace Blosc.Tests.Streams;

public sealed class BloscLzTests
{
    [Fact]
    public void Literals_and_matches_are_read()
    {
        // Three literals, a match of 3 at distance 3, a match of 3 + 6 + 3 at distance 1.
        Assert.Equal("abcabccccccccccccc"u8, Decompress([2, .. "abc"u8, 0x20, 2, 0xE0, 3, 0], 18));
    }

    [Theory]
    [InlineData(new byte[] { 5, 1, 2 }, 6)]
    [InlineData(new byte[] { 0, 1, 0x20 }, 4)]
    [InlineData(new byte[] { 0, 1, 0x20, 1 }, 4)]
    [InlineData(new byte[] { 0, 1, 0xE0 }, 40)]
    [InlineData(new byte[] { 0, 1, 0xE0, 255, 255 }, 40)]
    [InlineData(new byte[] { 0, 1, 0x3F, 255 }, 40)]
    [InlineData(new byte[] { 0, 1, 0x3F, 255, 0 }, 40)]
    [InlineData(new byte[] { 0, 1, 0xE0, 255, 0, 0 }, 40)]
    [InlineData(new byte[] { 0, 1 }, 2)]
    [InlineData(new byte[] { }, 1)]
    public void Streams_that_are_cut_off_or_reach_outside_are_refused(byte[] stream, int length) =>
        Assert.False(BloscLz.TryDecompress(stream, new byte[length]));

    [Fact]
    public void Random_streams_never_leave_their_buffers()
    {
        var random = new Random(20264);
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            var stream = new byte[random.Next(40)];
            random.NextBytes(stream);
            _ = BloscLz.TryDecompress(stream, new byte[random.Next(200)]);
        }
    }

    private static byte[] Decompress(byte[] stream, int length)
    {
        var content = new byte[length];
        Assert.True(BloscLz.TryDecompress(stream, content));
        return content;
    }
}
