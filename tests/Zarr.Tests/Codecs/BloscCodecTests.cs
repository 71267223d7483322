using System.Text.Json.Nodes;
using Blosc;
using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Codecs;

public sealed class BloscCodecTests : CodecContract
{
    private const string Full = """{"cname":"zstd","clevel":5,"shuffle":"shuffle","typesize":2,"blocksize":0}""";

    private static readonly BloscCompressor[] Writable =
        [BloscCompressor.Lz4, BloscCompressor.Lz4Hc, BloscCompressor.Zlib, BloscCompressor.Zstd];

    [Fact]
    public void The_metadata_has_all_five_members_in_order() =>
        Assert.Equal(Full, new BloscCodec(2).ToMetadata().Configuration!.ToJsonString());

    [Theory]
    [InlineData("""{"cname":"lz4","clevel":1,"shuffle":"bitshuffle","blocksize":0}""", null, 0)]
    [InlineData("""{"cname":"lz4","clevel":1,"shuffle":"noshuffle","typesize":4}""", 4, 0)]
    [InlineData("""{"cname":"snappy","clevel":1,"shuffle":"shuffle","typesize":255,"blocksize":4096}""", 255, 4096)]
    public void Typesize_and_blocksize_may_be_missing(string json, int? typeSize, int blockSize)
    {
        var codec = (BloscCodec)Parse(JsonNode.Parse(json)!.AsObject());
        Assert.Equal(typeSize, codec.TypeSize);
        Assert.Equal(blockSize, codec.BlockSize);
    }

    [Theory]
    [InlineData("cname", "\"gzip\"", "one of \"blosclz\", \"lz4\", \"lz4hc\", \"snappy\", \"zlib\", \"zstd\"")]
    [InlineData("clevel", "10", "an integer 0..9")]
    [InlineData("shuffle", "1", "one of \"noshuffle\", \"shuffle\", \"bitshuffle\"")]
    [InlineData("typesize", "0", "an integer 1..255")]
    [InlineData("blocksize", "-1", "an integer 0..2147483647")]
    [InlineData("clevel", "null", "an integer 0..9")]
    public void A_wrong_member_is_named_with_what_was_expected_and_found(string member, string value, string expected)
    {
        var configuration = JsonNode.Parse(Full)!.AsObject();
        configuration[member] = JsonNode.Parse(value);
        var error = Assert.Throws<InvalidMetadataException>(() => Parse(configuration));
        Assert.Equal($"codec blosc: member \"{member}\" of the configuration must be {expected}; found {value}", error.Message);
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscCodec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscCodec(256));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscCodec(1) { Level = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscCodec(1) { BlockSize = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscCodec(1) { Shuffle = (BloscShuffle)3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscCodec(1) { Compressor = (BloscCompressor)6 });
    }

    [Theory]
    [InlineData(BloscCompressor.Snappy, "snappy")]
    [InlineData(BloscCompressor.BloscLz, "blosclz")]
    public void Compressors_that_can_only_be_read_say_so(BloscCompressor compressor, string name)
    {
        var bound = BindTo(new BloscCodec(2) { Compressor = compressor }, 1000);
        var error = Assert.Throws<UnsupportedFeatureException>(() => bound.Encode(new byte[1000], new byte[1016]));
        Assert.Equal(name, error.Feature);
    }

    [Fact]
    public void A_damaged_chunk_is_damaged_data_of_the_codec()
    {
        var bound = BindTo(new BloscCodec(2), 1000);
        var chunk = Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, 1000));
        chunk[0] = 5;
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(chunk, new byte[1000]));
        Assert.Equal("blosc: the header says format version 5, only 2 (Blosc 1) is supported", error.Message);
        Assert.Equal("blosc", error.Codec);
    }

    [Fact]
    public void Snappy_is_named_as_not_supported()
    {
        const int Snappy = 2;
        var bound = BindTo(new BloscCodec(2), 1000);
        var chunk = Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, 1000));
        chunk[2] = (byte)((chunk[2] & 0x1F) | (Snappy << 5));
        var error = Assert.Throws<UnsupportedFeatureException>(() => bound.Decode(chunk, new byte[1000]));
        Assert.Equal("snappy", error.Feature);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_options_of_an_array_say_how_hard_chunks_are_compressed(bool referenceEffort)
    {
        var content = SampleBytes.Make(SampleKind.NoisyPixels, 1 << 20);
        var metadata = new ArrayMetadata
        {
            Shape = [content.Length / 2],
            ChunkShape = [content.Length / 2],
            DataType = DataType.UInt16,
            Codecs = [new BytesCodec().ToMetadata(), new BloscCodec(2) { Level = 3 }.ToMetadata()],
        };
        using var chunk = new ZarrOptions { ReferenceEffort = referenceEffort }.Bind(metadata).Encode(content);
        var expected = new BloscEncoder(new BloscOptions { TypeSize = 2, Level = 3, ReferenceEffort = referenceEffort }, content.Length / 2).Encode(content);
        Assert.Equal(expected, chunk.Memory.ToArray());
        Assert.False(ZarrOptions.Default.ReferenceEffort);
    }

    [Fact]
    public void Chunks_beyond_the_format_are_refused_when_bound()
    {
        var input = new CodecInput([int.MaxValue], DataType.UInt8, int.MaxValue);
        Assert.Throws<UnsupportedFeatureException>(() => new BloscCodec(1).Bind(input));
    }

    [Fact]
    public void A_missing_typesize_is_the_size_of_the_data_type()
    {
        var codec = Parse(JsonNode.Parse("""{"cname":"zstd","clevel":1,"shuffle":"shuffle"}""")!.AsObject());
        var chunk = Encode(codec.Bind(new CodecInput([1000], DataType.UInt32, 4000)), SampleBytes.Make(SampleKind.Ramp, 4000));
        Assert.Equal(4, chunk[3]);
    }

    [Fact]
    public void Any_mix_of_settings_and_lengths_comes_back()
    {
        var settings = Gen.Select(
            Gen.Int[1, 255], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 40_000]);
        Check.Sample(
            settings,
            drawn =>
            {
                var (typeSize, shuffle, level, compressor, kind, length) = drawn;
                var codec = new BloscCodec(typeSize % 2 == 0 ? typeSize : 1 + (typeSize % 17))
                {
                    Compressor = Writable[compressor],
                    Level = Writable[compressor] == BloscCompressor.Zstd ? Math.Min(level, 6) : level,
                    Shuffle = (BloscShuffle)shuffle,
                    BlockSize = length % 3 == 0 ? length / 7 : 0,
                };
                var source = SampleBytes.Make((SampleKind)kind, length);
                var bound = BindTo(codec, length);
                var decoded = new byte[length];
                return bound.Decode(Encode(bound, source), decoded) == length && source.AsSpan().SequenceEqual(decoded);
            },
            seed: "0001Zarr0001",
            iter: Rounds.Of(1500),
            threads: 1);
    }

    protected override IEnumerable<ICodec> Codecs() =>
    [
        new BloscCodec(2) { Level = 3 },
        new BloscCodec(4) { Compressor = BloscCompressor.Lz4, Shuffle = BloscShuffle.Bit },
        new BloscCodec(1) { Compressor = BloscCompressor.Lz4Hc, Shuffle = BloscShuffle.Bit },
        new BloscCodec(2) { Compressor = BloscCompressor.Zlib, Level = 1 },
        new BloscCodec(8) { Compressor = BloscCompressor.Lz4, Level = 9, BlockSize = 2048 },
        new BloscCodec(3) { Compressor = BloscCompressor.Zstd, Level = 1, Shuffle = BloscShuffle.None, BlockSize = 1 },
        new BloscCodec(2) { Level = 0 },
    ];

    protected override ICodec Parse(JsonObject? configuration) => BloscCodec.FromConfiguration(configuration);
}
