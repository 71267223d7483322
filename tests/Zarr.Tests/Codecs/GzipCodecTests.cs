using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class GzipCodecTests : CodecContract
{
    private static readonly byte[] Source = SampleBytes.Make(SampleKind.NoisyPixels, 30000);

    [Fact]
    public void The_framework_reads_what_is_written()
    {
        foreach (var level in Enumerable.Range(0, 10))
        {
            var chunk = Encode(BindTo(new GzipCodec(level), Source.Length), Source);
            using var gzip = new GZipStream(new MemoryStream(chunk), CompressionMode.Decompress);
            using var memory = new MemoryStream();
            gzip.CopyTo(memory);
            Assert.Equal(Source, memory.ToArray());
        }
    }

    [Fact]
    public void Several_members_are_read()
    {
        byte[] chunk = [.. Member(Source.AsSpan(0, 10000)), .. Member([]), .. Member(Source.AsSpan(10000))];
        AssertDecodes(Source, chunk);
    }

    [Fact]
    public void Header_fields_of_all_kinds_are_passed_over()
    {
        var plain = Member(Source);
        byte[] extra = [4, 0, 1, 2, 3, 4];
        byte[] header = [0x1F, 0x8B, 8, 0x1F, 1, 2, 3, 4, 0, 3, .. extra, .. Encoding.ASCII.GetBytes("name\0comment\0"), 9, 9];
        AssertDecodes(Source, [.. header, .. plain[10..]]);
        AssertDecodes([.. Source, .. Source], [.. header, .. plain[10..], .. header, .. plain[10..]]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    public void Bytes_after_the_last_member_are_an_error(int count)
    {
        byte[] chunk = [.. Member(Source), .. new byte[count]];
        Assert.Throws<CorruptDataException>(() => Decode(chunk, 2 * Source.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    public void A_second_member_that_is_cut_off_is_an_error(int missing)
    {
        byte[] chunk = [.. Member(Source), .. Member(Source)];
        Assert.Throws<CorruptDataException>(() => Decode(chunk[..^missing], 2 * Source.Length));
    }

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        var chunk = Member(Source);
        chunk[^8] ^= 1;
        Assert.Throws<CorruptDataException>(() => Decode(chunk, Source.Length));
    }

    [Fact]
    public void A_decompression_bomb_stops_at_the_size_of_the_chunk()
    {
        var bomb = Member(new byte[10_000_000]);
        var error = Assert.Throws<CorruptDataException>(() => Decode(bomb, 1000));
        Assert.Contains("1,000 bytes that the chunk has room for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_content_is_a_member_too()
    {
        var bound = BindTo(new GzipCodec(), 0);
        var chunk = Encode(bound, []);
        Assert.NotEmpty(chunk);
        Assert.Equal(0, bound.Decode(chunk, []));
    }

    [Theory]
    [InlineData("{}", "it is missing")]
    [InlineData("""{"level":10}""", "found 10")]
    [InlineData("""{"level":-1}""", "found -1")]
    public void A_wrong_level_is_invalid(string json, string found)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => GzipCodec.FromConfiguration(JsonNode.Parse(json)!.AsObject()));
        Assert.Equal($"codec gzip: member \"level\" of the configuration must be an integer 0..9; {found}", error.Message);
    }

    [Fact]
    public void Checksum_of_the_published_vector() => Assert.Equal(0xCBF43926u, Crc32.Checksum(Encoding.ASCII.GetBytes("123456789")));

    protected override IEnumerable<ICodec> Codecs() => [new GzipCodec(), new GzipCodec(0), new GzipCodec(1), new GzipCodec(9)];

    protected override ICodec Parse(JsonObject? configuration) => GzipCodec.FromConfiguration(configuration);

    private static byte[] Member(ReadOnlySpan<byte> content) => Encode(BindTo(new GzipCodec(), content.Length), content);

    private static byte[] Decode(byte[] chunk, int room)
    {
        var decoded = new byte[room];
        return decoded[..BindTo(new GzipCodec(), room).Decode(chunk, decoded)];
    }

    private static void AssertDecodes(byte[] expected, byte[] chunk) => Assert.Equal(expected, Decode(chunk, expected.Length));
}
