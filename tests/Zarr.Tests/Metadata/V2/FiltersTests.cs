using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Zarr.Metadata;
using Zarr.Metadata.V2;

namespace Zarr.Tests.Metadata.V2;

public sealed class FiltersTests
{
    // The dtype of the array, its filters, and the codecs of v3.
    public static TheoryData<string, string, string> Translations { get; } = new()
    {
        { "<u2", """{"id":"delta","dtype":"<u2"}""", """numcodecs.delta {"dtype":"uint16","astype":"uint16"}, bytes {"endian":"little"}""" },
        { ">u2", """{"id":"delta","dtype":">u2","astype":">i4"}""", """numcodecs.delta {"dtype":"uint16","astype":"int32"}, bytes {"endian":"big"}""" },
        { "<u2", """{"id":"delta","dtype":"<u2","astype":">i4"}""", """numcodecs.delta {"dtype":"uint16","astype":"int32"}, bytes {"endian":"big"}""" },
        { ">u2", """{"id":"delta","dtype":">u2","astype":"|u1"}""", """numcodecs.delta {"dtype":"uint16","astype":"uint8"}, bytes {"endian":"little"}""" },
        { "<f4", """{"id":"fixedscaleoffset","offset":1,"scale":10,"dtype":"<f4","astype":"|u1"},{"id":"delta","dtype":"|u1"}""", """numcodecs.fixedscaleoffset {"offset":1,"scale":10,"dtype":"float32","astype":"uint8"}, numcodecs.delta {"dtype":"uint8","astype":"uint8"}, bytes {"endian":"little"}""" },
        { "<i8", """{"id":"astype","encode_dtype":"<i4","decode_dtype":"<i8"}""", """numcodecs.astype {"encode_dtype":"int32","decode_dtype":"int64"}, bytes {"endian":"little"}""" },
        { ">f8", """{"id":"quantize","digits":2,"dtype":">f8","astype":">f4"}""", """numcodecs.quantize {"digits":2,"dtype":"float64","astype":"float32"}, bytes {"endian":"big"}""" },
        { ">f4", """{"id":"bitround","keepbits":3}""", """numcodecs.bitround {"keepbits":3}, bytes {"endian":"big"}""" },
        { "|b1", """{"id":"packbits"}""", """numcodecs.packbits {}, bytes {"endian":"little"}""" },
        { "<u2", """{"id":"shuffle"},{"id":"crc32"}""", """bytes {"endian":"little"}, numcodecs.shuffle {"elementsize":4}, numcodecs.crc32 {}""" },
        { "<u2", """{"id":"shuffle","elementsize":2},{"id":"adler32","location":"end"}""", """bytes {"endian":"little"}, numcodecs.shuffle {"elementsize":2}, numcodecs.adler32 {"location":"end"}""" },
        { "<u2", """{"id":"fletcher32"},{"id":"zlib","level":3}""", """bytes {"endian":"little"}, numcodecs.fletcher32 {}, numcodecs.zlib {"level":3}""" },
        { "|b1", """{"id":"packbits"},{"id":"delta"}""", """numcodecs.packbits {}, numcodecs.delta {"dtype":"uint8","astype":"uint8"}, bytes {"endian":"little"}""" },
        { ">u1", """{"id":"delta","dtype":"|u1"}""", """numcodecs.delta {"dtype":"uint8","astype":"uint8"}, bytes {"endian":"little"}""" },
        { "<u2", """{"id":"gzip"},{"id":"lz4"},{"id":"crc32c"},{"id":"bz2","level":1},{"id":"lzma"}""", """bytes {"endian":"little"}, gzip {"level":1}, numcodecs.lz4 {"acceleration":1}, numcodecs.crc32c {}, numcodecs.bz2 {"level":1}, numcodecs.lzma {}""" },
        { "<u2", """{"id":"blosc"}""", """bytes {"endian":"little"}, blosc {"cname":"lz4","clevel":5,"shuffle":"shuffle","typesize":2,"blocksize":0}""" },
        { "<u2", """{"id":"delta"},{"id":"zstd"}""", """numcodecs.delta {"dtype":"uint16","astype":"uint16"}, bytes {"endian":"little"}, zstd {"level":1,"checksum":false}""" },
    };

    [Theory]
    [MemberData(nameof(Translations))]
    public void Filters_of_numbers_come_before_the_bytes_and_filters_of_bytes_after_them(string dtype, string filters, string expected)
    {
        var array = Parse(dtype, filters);
        Assert.Equal(expected, string.Join(", ", array.Codecs.Select(codec => $"{codec.Name} {codec.Configuration!.ToJsonString()}")));
    }

    [Fact]
    public void Filters_stand_between_the_order_and_the_compressor()
    {
        var array = ArrayDocument.Parse(
            Encoding.UTF8.GetBytes(V2Node.Array(
                ("order", "\"F\""), ("filters", """[{"id":"delta","dtype":"<u2","astype":"|i1"},{"id":"crc32"}]"""), ("compressor", """{"id":"blosc"}"""))),
            []);
        Assert.Equal(["transpose", "numcodecs.delta", "bytes", "numcodecs.crc32", "blosc"], array.Codecs.Select(codec => codec.Name));
        Assert.Equal(1, array.Codecs[^1].Configuration!["typesize"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("<u2", """{"id":"vlen-utf8"}""", "vlen-utf8", "the filter \"vlen-utf8\" is not supported; there are delta, ")]
    [InlineData("<u2", """{"id":"shuffle"},{"id":"delta","dtype":"<u2"}""", "delta", "filters[1]: the filter \"delta\" after numcodecs.shuffle, which makes bytes of the numbers, is not supported")]
    [InlineData(">u2", """{"id":"delta","dtype":"<u2"}""", "delta", "filters[0]: the filter \"delta\" takes numbers in little endian, but they are in big endian there; that is not supported")]
    [InlineData("<u2", """{"id":"delta","dtype":"<M8[ns]"}""", "<M8[ns]", "filters[0]: the dtype \"<M8[ns]\" is not supported")]
    [InlineData("<u2", """{"id":"astype","encode_dtype":5}""", "5", "filters[0]: the encode_dtype \"5\" is not supported")]
    public void What_is_not_supported_is_named(string dtype, string filters, string feature, string message)
    {
        var error = Assert.Throws<UnsupportedFeatureException>(() => Parse(dtype, filters));
        Assert.Equal(feature, error.Feature);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Very_many_filters_are_refused()
    {
        Assert.Equal(1 + 64, Parse("<u2", Checksums(64)).Codecs.Count);
        Assert.Throws<InvalidMetadataException>(() => Parse("<u2", Checksums(65)));

        static string Checksums(int count) => string.Join(',', Enumerable.Repeat("""{"id":"crc32"}""", count));
    }

    private static ArrayMetadata Parse(string dtype, string filters) =>
        ArrayDocument.Parse(Encoding.UTF8.GetBytes(V2Node.Array(("dtype", $"\"{dtype}\""), ("filters", $"[{filters}]"))), new JsonObject());
}
