using System.Text.Json.Nodes;
using Xunit;
using Zarr;
using Zarr.Codecs;

namespace OmeZarr.Tests;

public class CompressionTests
{
    private const string LittleEndian = """{"name":"bytes","configuration":{"endian":"little"}}""";

    [Theory]
    [InlineData("blosc-zstd", """{"name":"blosc","configuration":{"cname":"zstd","clevel":3,"shuffle":"shuffle","typesize":2,"blocksize":0}}""")]
    [InlineData("blosc-lz4", """{"name":"blosc","configuration":{"cname":"lz4","clevel":5,"shuffle":"shuffle","typesize":2,"blocksize":0}}""")]
    [InlineData("zstd", """{"name":"zstd","configuration":{"level":3,"checksum":false}}""")]
    [InlineData("gzip", """{"name":"gzip","configuration":{"level":5}}""")]
    public void A_named_choice_is_bytes_and_one_compressor(string name, string expected) =>
        Assert.Equal($"{LittleEndian},{expected}", Json(Compression.FromName(name), DataType.UInt16));

    [Fact]
    public void Without_compression_there_is_only_bytes() => Assert.Equal(LittleEndian, Json(Compression.None, DataType.UInt16));

    [Theory]
    [InlineData("bool", 1)]
    [InlineData("uint8", 1)]
    [InlineData("int16", 2)]
    [InlineData("float32", 4)]
    [InlineData("complex64", 8)]
    [InlineData("complex128", 16)]
    public void Blosc_shuffles_by_the_size_of_the_elements(string type, int size)
    {
        var blosc = $$$"""{"name":"blosc","configuration":{"cname":"zstd","clevel":3,"shuffle":"shuffle","typesize":{{{size}}},"blocksize":0}}""";
        Assert.EndsWith($",{blosc}", Json(Compression.BloscZstd, DataType.FromName(type)!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uint8")]
    [InlineData("bool")]
    public void The_names_can_be_looked_up_and_nothing_else(string type)
    {
        Assert.All(Compression.All, choice => Assert.Same(choice, Compression.FromName(choice.ToString())));
        var error = Assert.Throws<ArgumentException>(() => Compression.FromName(type));
        Assert.StartsWith($"there is no compression \"{type}\"; there are blosc-zstd, blosc-lz4, zstd, gzip, none", error.Message, StringComparison.Ordinal);
        Assert.Equal("blosc-zstd blosc-lz4 zstd gzip none", string.Join(' ', Compression.All));
    }

    [Fact]
    public void Own_codecs_come_after_bytes_and_do_not_follow_the_list_they_were_given_in()
    {
        List<ICodec> codecs = [Codec.Zstd(9), Codec.Crc32c()];
        var own = Compression.Of(codecs);
        codecs.Clear();
        Assert.Equal("zstd+crc32c", own.Name);
        Assert.Equal(["bytes", "zstd", "crc32c"], own.CodecsFor(DataType.UInt8).Select(codec => codec.Name));
        Assert.Equal("none", Compression.Of().Name);
    }

    [Fact]
    public void Own_codecs_turn_bytes_into_bytes()
    {
        var error = Assert.Throws<ArgumentException>(() => Compression.Of(Codec.Bytes(bigEndian: true)));
        Assert.Contains("bytes does not turn bytes into bytes", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Compression.Of([null!]));
        Assert.Throws<ArgumentNullException>(() => Compression.Of(null!));
    }

    [Theory]
    [InlineData("blosc-zstd", "bytes blosc crc32c")]
    [InlineData("blosc-lz4", "bytes blosc crc32c")]
    [InlineData("zstd", "bytes zstd")]
    [InlineData("gzip", "bytes gzip crc32c")]
    [InlineData("none", "bytes crc32c")]
    public void Checksums_come_last_or_are_those_of_zstd(string name, string expected)
    {
        var codecs = Compression.FromName(name).CodecsFor(DataType.UInt16, checksums: true);
        Assert.Equal(expected, string.Join(' ', codecs.Select(codec => codec.Name)));
        Assert.Equal(name == "zstd", codecs[^1].Equals(Codec.Zstd(3, checksum: true)));
    }

    [Fact]
    public void Own_codecs_get_a_checksum_unless_they_end_with_one()
    {
        Assert.Equal(["bytes", "gzip", "crc32c"], Names(Codec.Gzip(1)));
        Assert.Equal(["bytes", "zstd", "crc32c"], Names(Codec.Zstd(9), Codec.Crc32c()));
        Assert.Equal(["bytes", "zstd", "gzip", "crc32c"], Names(Codec.Zstd(9), Codec.Gzip(1)));
        Assert.Equal(["bytes", "crc32c", "zstd"], Names(Codec.Crc32c(), Codec.Zstd(9)));
        Assert.Equal(Codec.Zstd(9, checksum: true), Compression.Of(Codec.Zstd(9)).WithReferenceEffort().CodecsFor(DataType.UInt8, checksums: true)[^1]);

        static IEnumerable<string> Names(params IReadOnlyList<ICodec> codecs) =>
            Compression.Of(codecs).CodecsFor(DataType.UInt8, checksums: true).Select(codec => codec.Name);
    }

    private static string Json(Compression compression, DataType type) =>
        string.Join(',', compression.CodecsFor(type).Select(codec => Json(codec.ToMetadata())));

    private static string Json(Zarr.Metadata.NamedConfiguration codec)
    {
        var json = new JsonObject { ["name"] = codec.Name };
        if (codec.Configuration is { } configuration)
        {
            json["configuration"] = configuration.DeepClone();
        }

        return json.ToJsonString();
    }
}
