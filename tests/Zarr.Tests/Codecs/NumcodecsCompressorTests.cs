using Blosc;
using Xunit;
using Zarr.Codecs;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs;

/// <summary>Compressors under the names and with the settings of numcodecs.</summary>
public sealed class NumcodecsCompressorTests
{
    public static TheoryData<string, string, ICodec> Settings { get; } = new()
    {
        { "zstd", "{}", new ZstdCodec(1) },
        { "zstd", """{"level":3}""", new ZstdCodec(3) },
        { "zstd", """{"level":"5","checksum":true}""", new ZstdCodec(5, checksum: true) },
        { "zstd", """{"level":99}""", new ZstdCodec(22) },
        { "gzip", """{"level":3}""", new GzipCodec(3) },
        { "gzip", "{}", new GzipCodec(1) },
        { "blosc", """{"typesize":2}""", new BloscCodec(2) { Compressor = BloscCompressor.Lz4 } },
        { "blosc", """{"typesize":2,"cname":"zstd","clevel":7,"shuffle":2,"blocksize":512}""", new BloscCodec(2) { Compressor = BloscCompressor.Zstd, Level = 7, Shuffle = BloscShuffle.Bit, BlockSize = 512 } },
        { "blosc", """{"typesize":4,"cname":"zlib","clevel":0,"shuffle":0}""", new BloscCodec(4) { Compressor = BloscCompressor.Zlib, Level = 0, Shuffle = BloscShuffle.None } },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Settings_are_read_as_numcodecs_means_them(string id, string json, ICodec expected) =>
        Assert.Equal(expected, Chunk.Codec($"numcodecs.{id}", json));

    [Fact]
    public void Blosc_without_a_size_shuffles_the_elements_of_the_array()
    {
        var codec = Assert.IsType<BloscCodec>(Chunk.Codec("numcodecs.blosc", """{"cname":"zstd","shuffle":-1}"""));
        Assert.Equal((null, BloscShuffle.Byte), (codec.TypeSize, codec.Shuffle));
    }

    [Fact]
    public void A_registry_that_has_another_codec_of_the_name_uses_it()
    {
        var registry = CodecRegistry.Default.With("zstd", _ => new Crc32cCodec());
        Assert.Equal(new Crc32cCodec(), registry.Create(new Zarr.Metadata.NamedConfiguration("numcodecs.zstd")));
    }

    [Theory]
    [InlineData("zstd", """{"level":1.5}""", "compressor: the member level must be an integer, found 1.5")]
    [InlineData("gzip", """{"level":[]}""", "compressor: the member level must be an integer, found []")]
    [InlineData("blosc", """{"cname":"xyz"}""", "codec blosc: member \"cname\" of the configuration must be one of ")]
    public void A_wrong_setting_is_invalid(string id, string json, string message)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Chunk.Codec($"numcodecs.{id}", json));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
