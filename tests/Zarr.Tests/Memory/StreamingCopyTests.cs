using Xunit;

namespace Zarr.Tests;

public sealed class StreamingCopyTests
{
    private const byte Canary = 0xCA;

    public static TheoryData<int, bool> Lengths { get; } =
        [.. from length in new[] { 0, 1, 15, 63, 64, 65, 127, 128, 129, 191, 192, 255, 500, 512, 4096, 5000 } from past in new[] { false, true } select (length, past)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_are_copied_wherever_they_lie_and_nothing_around_them(int length, bool nonTemporal)
    {
        foreach (var (offset, gap, count) in new[] { (0, 0, 1), (0, 0, 9), (1, 0, 3), (16, 0, 70), (63, 1, 70), (64, 64, 70), (3, 61, 9), (17, 700, 5) })
        {
            var source = new byte[offset + (count * (length + gap)) + 65];
            new Random(length).NextBytes(source);
            var (expected, actual) = (new byte[source.Length], new byte[source.Length]);
            expected.AsSpan().Fill(Canary);
            actual.AsSpan().Fill(Canary);
            for (var i = 0; i < count; i++)
            {
                source.AsSpan(offset + (i * (length + gap)), length).CopyTo(expected.AsSpan(64 - (offset % 64) + (i * (length + gap))));
            }

            StreamingCopy.CopyRows(ref source[offset], length + gap, ref actual[64 - (offset % 64)], length + gap, count, length, nonTemporal);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Rows_are_copied_backwards_and_repeated()
    {
        byte[] source = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
        var actual = new byte[600];
        StreamingCopy.CopyRows(ref source[800], -200, ref actual[0], 200, 3, 200, nonTemporal: true);
        Assert.Equal([.. source[800..1000], .. source[600..800], .. source[400..600]], actual);
        StreamingCopy.CopyRows(ref source[0], 0, ref actual[400], -200, 3, 200, nonTemporal: false);
        Assert.Equal([.. source[..200], .. source[..200], .. source[..200]], actual);
    }

    [Fact]
    public void Bytes_are_filled_past_the_caches_and_nothing_around_them()
    {
        for (var length = 0; length < 300; length++)
        {
            for (var offset = 0; offset < 70; offset += 3)
            {
                var actual = new byte[400];
                StreamingCopy.Fill(actual.AsSpan(offset, length), Canary);
                Assert.Equal(length, actual.Count(value => value == Canary));
                Assert.Equal(-1, actual.AsSpan(offset, length).IndexOfAnyExcept(Canary));
            }
        }
    }
}
