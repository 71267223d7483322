using System.IO.Compression;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class ZlibCodecTests : CodecContract
{
    private static readonly byte[] Source = SampleBytes.Make(SampleKind.NoisyPixels, 30000);

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(9)]
    public void The_framework_reads_what_is_written(int level)
    {
        using var zlib = new ZLibStream(new MemoryStream(Encode(BindTo(new ZlibCodec(level), Source.Length), Source)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        zlib.CopyTo(memory);
        Assert.Equal(Source, memory.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Bytes_after_the_stream_are_an_error(int count)
    {
        var bound = BindTo(new ZlibCodec(1), Source.Length);
        byte[] chunk = [.. Encode(bound, Source), .. new byte[count]];
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(chunk, new byte[2 * Source.Length]));
        Assert.Equal("numcodecs.zlib: other bytes follow the stream", error.Message);
    }

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        var bound = BindTo(new ZlibCodec(1), Source.Length);
        var chunk = Encode(bound, Source);
        chunk[^1] ^= 1;
        Assert.Throws<CorruptDataException>(() => bound.Decode(chunk, new byte[Source.Length]));
    }

    [Fact]
    public void A_decompression_bomb_stops_at_the_size_of_the_chunk()
    {
        var bomb = Encode(BindTo(new ZlibCodec(9), 10_000_000), new byte[10_000_000]);
        var error = Assert.Throws<CorruptDataException>(() => BindTo(new ZlibCodec(9), 1000).Decode(bomb, new byte[1000]));
        Assert.Contains("1,000 bytes that the chunk has room for", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"level":10}""")]
    [InlineData("""{"level":-2}""")]
    [InlineData("""{"level":"1"}""")]
    public void A_wrong_level_is_invalid(string json)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Parse(JsonNode.Parse(json)!.AsObject()));
        Assert.StartsWith("codec numcodecs.zlib: member \"level\" of the configuration must be an integer -1..9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_level_is_that_of_numcodecs() => Assert.Equal(new ZlibCodec(1), Parse(null));

    protected override IEnumerable<ICodec> Codecs() => [new ZlibCodec(1), new ZlibCodec(0), new ZlibCodec(-1), new ZlibCodec(9)];

    protected override ICodec Parse(JsonObject? configuration) => ZlibCodec.FromConfiguration(configuration);
}
