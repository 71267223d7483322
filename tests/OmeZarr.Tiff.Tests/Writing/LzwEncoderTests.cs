using CsCheck;
using OmeZarr.Tiff.Tests.Files;
using OmeZarr.Tiff.Writing;
using Xunit;

namespace OmeZarr.Tiff.Tests.Writing;

public sealed class LzwEncoderTests
{
    [Fact]
    public void Any_content_comes_back() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 256], Gen.Int[0, int.MaxValue]).Sample(
            (length, values, seed) =>
            {
                var random = new Random(seed);
                var content = Enumerable.Range(0, length).Select(_ => (byte)random.Next(values)).ToArray();
                Assert.Equal(content, RoundTrip(new LzwEncoder(), content));
            },
            iter: 200,
            seed: "0000KOIPNe04");

    [Fact]
    public void An_encoder_can_be_used_again()
    {
        var encoder = new LzwEncoder();
        foreach (var content in (byte[][])[[], [7], new byte[100_000], [1, 2, 3, 1, 2, 3, 1, 2, 3]])
        {
            Assert.Equal(content, RoundTrip(encoder, content));
        }
    }

    // The table is full after 3836 codes, wherever that falls.
    [Fact]
    public void Contents_around_the_end_of_the_table_come_back()
    {
        var random = new Random(5);
        var content = Enumerable.Range(0, 9000).Select(_ => (byte)random.Next(256)).ToArray();
        for (var length = 3820; length < 3860; length++)
        {
            Assert.Equal(content[..length], RoundTrip(new LzwEncoder(), content[..length]));
        }
    }

    private static byte[] RoundTrip(LzwEncoder encoder, byte[] content)
    {
        var encoded = new byte[LzwEncoder.MaxLength(content.Length)];
        return ParsedTiff.DecodeLzw(encoded.AsSpan(0, encoder.Encode(content, encoded)), content.Length);
    }
}
