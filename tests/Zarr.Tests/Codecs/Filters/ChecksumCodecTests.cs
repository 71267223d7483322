using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class ChecksumCodecTests : CodecContract
{
    private static readonly byte[] Digits = Encoding.ASCII.GetBytes("123456789");

    [Theory]
    [InlineData("crc32", "{}", 0xcbf43926u, true)]
    [InlineData("crc32", """{"location":"end"}""", 0xcbf43926u, false)]
    [InlineData("crc32", """{"location":null,"id":"crc32"}""", 0xcbf43926u, true)]
    [InlineData("adler32", "{}", 0x091e01deu, true)]
    [InlineData("adler32", """{"location":"end"}""", 0x091e01deu, false)]
    [InlineData("crc32c", "{}", 0xe3069283u, false)]
    [InlineData("crc32c", """{"location":"start"}""", 0xe3069283u, true)]
    [InlineData("fletcher32", "{}", 0x09df09d5u, false)]
    public void The_checksum_stands_in_little_endian_before_or_after_the_bytes(string id, string configuration, uint checksum, bool atStart)
    {
        var four = BitConverter.GetBytes(checksum);
        byte[] expected = atStart ? [.. four, .. Digits] : [.. Digits, .. four];
        var bound = BindTo(Chunk.Codec($"numcodecs.{id}", configuration), Digits.Length);
        Assert.Equal(expected, Encode(bound, Digits));
        var decoded = new byte[Digits.Length];
        Assert.Equal(Digits.Length, bound.Decode(expected, decoded));
        Assert.Equal(Digits, decoded);
    }

    [Fact]
    public void Fletcher_takes_words_in_big_endian_and_a_last_byte_as_their_upper_half()
    {
        Assert.Equal(0x01000100u, Fletcher32.Checksum([1]));
        Assert.Equal(0x01020102u, Fletcher32.Checksum([1, 2]));
        Assert.Equal(0x05080406u, Fletcher32.Checksum([1, 2, 3, 4]));
        Assert.Equal(0xFFFFFFFFu, Fletcher32.Checksum([0xFF, 0xFF])); // not 0, although the sums are modulo 65535
        Assert.Equal(0u, Fletcher32.Checksum([0, 0, 0]));
        Assert.Equal(0u, Fletcher32.Checksum([]));
    }

    [Fact]
    public void Sums_of_long_chunks_do_not_overflow()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)255, 100_001)];
        Assert.Equal(NaiveAdler(bytes), Adler32.Checksum(bytes));
        var (low, high) = (0UL, 0UL);
        foreach (var pair in bytes.Chunk(2))
        {
            low = (low + (ulong)((pair[0] << 8) | (pair.Length > 1 ? pair[1] : 0))) % 65535;
            high = (high + low) % 65535;
        }

        Assert.Equal((uint)((high << 16) | low), Fletcher32.Checksum(bytes));
    }

    [Fact]
    public void A_mismatch_names_both_checksums()
    {
        var bound = BindTo(Chunk.Codec("numcodecs.crc32", "{}"), 9);
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode([0, 0, 0, 0, .. Digits], new byte[9]));
        Assert.Equal("numcodecs.crc32: the stored checksum is 00000000, that of the 9 bytes is cbf43926", error.Message);
        Assert.Throws<CorruptDataException>(() => bound.Decode([1, 2, 3], new byte[9]));
    }

    [Fact]
    public void A_checksum_at_the_end_is_the_codec_of_the_specification() =>
        Assert.Equal(new Crc32cCodec(), Chunk.Codec("numcodecs.crc32c", "{}"));

    [Theory]
    [InlineData("crc32", """{"location":"middle"}""")]
    [InlineData("fletcher32", """{"location":"start"}""")]
    public void A_wrong_configuration_is_invalid(string id, string configuration) =>
        Assert.Throws<InvalidMetadataException>(() => Chunk.Codec($"numcodecs.{id}", configuration));

    protected override IEnumerable<ICodec> Codecs() =>
    [
        Chunk.Codec("numcodecs.crc32", "{}"), Chunk.Codec("numcodecs.crc32", """{"location":"end"}"""),
    ];

    protected override ICodec Parse(JsonObject? configuration) => CodecRegistry.Default.Create(new NamedConfiguration("numcodecs.crc32", configuration));

    private static uint NaiveAdler(byte[] bytes)
    {
        var (low, high) = (1UL, 0UL);
        foreach (var value in bytes)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }

        return (uint)((high << 16) | low);
    }
}
