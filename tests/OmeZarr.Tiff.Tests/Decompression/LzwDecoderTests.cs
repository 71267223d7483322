using OmeZarr.Tiff.Decompression;
using OmeZarr.Tiff.Tests.Files;
using Xunit;

namespace OmeZarr.Tiff.Tests.Decompression;

/// <summary>LZW against a plain encoder with a dictionary of strings.</summary>
public sealed class LzwDecoderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Data_of_any_length_and_content_comes_back(bool isOld)
    {
        var random = new Random(20_261_129);
        foreach (var length in new[] { 1, 2, 3, 15, 16, 17, 255, 256, 257, 5000, 40_000, 100_000 })
        {
            foreach (var values in new[] { 1, 2, 5, 256 })
            {
                byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(random.Next(values) + (i / 1000)))];
                var decoded = new byte[length];
                Assert.Equal(length, LzwDecoder.Decode(PlainEncoders.Lzw(bytes, isOld), decoded));
                Assert.True(bytes.AsSpan().SequenceEqual(decoded), $"{length} bytes of {values} values");
            }
        }
    }

    [Fact]
    public void Long_strings_and_what_does_not_fit_are_cut_at_the_end()
    {
        var encoded = PlainEncoders.Lzw(new byte[30_000], isOld: false);
        for (var length = 29_900; length < 30_000; length++)
        {
            var decoded = new byte[length + 10];
            decoded.AsSpan().Fill(7);
            Assert.Equal(length, LzwDecoder.Decode(encoded, decoded.AsSpan(0, length)));
            Assert.Equal(length, decoded.AsSpan().IndexOf((byte)7));
        }
    }

    [Fact]
    public void A_table_that_is_never_cleared_stays_at_12_bits()
    {
        // Only literals: the table is full after 3837 of them, and the codes go on with 12 bits.
        var bits = new PlainEncoders.BitList();
        bits.Add(256, 9);
        var (next, width) = (257, 9);
        byte[] bytes = [.. Enumerable.Range(0, 6000).Select(i => (byte)(i * 37))];
        foreach (var value in bytes)
        {
            bits.Add(value, width);
            next = Math.Min(4096, next + 1);
            width = Math.Min(12, next >= (1 << width) - 1 ? width + 1 : width);
        }

        var decoded = new byte[bytes.Length];
        Assert.Equal(bytes.Length, LzwDecoder.Decode(bits.ToArray(), decoded));
        Assert.Equal(bytes, decoded);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(259)]
    public void A_code_that_stands_for_nothing_is_damage(int code)
    {
        var bits = new PlainEncoders.BitList();
        bits.Add(256, 9);
        bits.Add(65, 9);
        bits.Add(code, 9);
        Assert.Contains($"LZW code {code}", Assert.Throws<InvalidDataException>(() => LzwDecoder.Decode(bits.ToArray(), new byte[100])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_damage_or_some_bytes()
    {
        var random = new Random(5);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            (bytes[0], bytes[^1]) = (i % 2 == 0 ? (byte)0x80 : (byte)0, (byte)(i % 2));
            try
            {
                Assert.InRange(LzwDecoder.Decode(bytes, new byte[500]), 0, 500);
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }
}
