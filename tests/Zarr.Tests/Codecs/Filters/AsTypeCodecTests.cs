using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class AsTypeCodecTests
{
    [Fact]
    public void Elements_are_converted_as_NumPy_converts_them()
    {
        Assert.Equal([100, 102, -3], Chunk.Decode<sbyte, short>(new AsTypeCodec(DataType.Int16, DataType.Int8), 100, 102, -3));
        Assert.Equal([255, 44, 1, 0, 255], Chunk.Decode<float, byte>(new AsTypeCodec(null, DataType.Float32), -1, 300, 1.9f, float.NaN, -1.9f));
        Assert.Equal([-1, 1, -1], Chunk.Decode<double, long>(new AsTypeCodec(null, DataType.Float64), -1, 1.9, -1.9));
        Assert.Equal([ulong.MaxValue, 1UL << 63], Chunk.Decode<double, ulong>(new AsTypeCodec(null, DataType.Float64), -1, 9223372036854775808.0));
        Assert.Equal([254, 1], Chunk.Decode<short, byte>(new AsTypeCodec(null, DataType.Int16), -2, 257));
        Assert.Equal([0.1f, float.PositiveInfinity], Chunk.Decode<double, float>(new AsTypeCodec(null, DataType.Float64), 0.1, 1e300));
        Assert.Equal([-7.0, 1.0], Chunk.Decode<int, double>(new AsTypeCodec(null, DataType.Int32), -7, 1));
    }

    [Fact]
    public void Quantize_is_read_as_it_is_stored()
    {
        var codec = Chunk.Codec("numcodecs.quantize", """{"digits":2,"dtype":"<f8","astype":"<f4"}""");
        Assert.Equal([0.109375, 0.21875], Chunk.Decode<float, double>(codec, 0.109375f, 0.21875f));
        Assert.Equal([0.5f], Chunk.Decode<float, float>(Chunk.Codec("numcodecs.quantize", """{"digits":2,"dtype":"<f4"}"""), 0.5f));
    }

    [Fact]
    public void It_is_only_read() =>
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Encode<short, sbyte>(new AsTypeCodec(null, DataType.Int8), 1));

    [Fact]
    public void Booleans_and_complex_numbers_are_refused()
    {
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(new AsTypeCodec(null, DataType.Bool), DataType.UInt8, 1));
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(new AsTypeCodec(null, DataType.UInt8), DataType.Complex64, 1));
    }

    [Fact]
    public void The_metadata_describes_the_same_codec()
    {
        var codec = new AsTypeCodec(DataType.Float32, DataType.Int8);
        Assert.Equal(codec, CodecRegistry.Default.Create(codec.ToMetadata()));
        Assert.Throws<InvalidMetadataException>(() => Chunk.Codec(AsTypeCodec.CodecName, "{}"));
    }
}
