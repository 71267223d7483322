using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class FixedScaleOffsetCodecTests
{
    [Fact]
    public void Integers_are_divided_as_float64_and_then_become_elements()
    {
        var codec = new FixedScaleOffsetCodec(1000, 10, DataType.Float32, DataType.UInt8);
        Assert.Equal([1000.1f, 1000.3f, 1025.5f], Chunk.Decode<byte, float>(codec, 1, 3, 255));
        Assert.Equal([1000.1, 1000.3, 1025.5], Chunk.Decode<byte, double>(codec with { Elements = DataType.Float64 }, 1, 3, 255));
    }

    [Fact]
    public void Integer_elements_lose_their_fraction()
    {
        // -50 / 3 + 10 is -6.67, which NumPy cuts off.
        Assert.Equal([-6, 12, 12, -23], Chunk.Decode<short, int>(new FixedScaleOffsetCodec(10, 3, DataType.Int32, DataType.Int16), -50, 7, 8, -100));
    }

    [Fact]
    public void Floating_point_numbers_are_divided_in_their_own_precision()
    {
        var single = new FixedScaleOffsetCodec(-0.3, 3, DataType.Float32, DataType.Float32);
        Assert.Equal([(1f / 3f) + -0.3f, 0.7f, (255f / 3f) + -0.3f], Chunk.Decode<float, float>(single, 1, 3, 255));

        // Each operation rounds to float16, while integers are divided as float64: numcodecs gives these two.
        Assert.Equal((Half)0.43310546875f, Chunk.Decode<Half, Half>(new FixedScaleOffsetCodec(0.1, 3, null, null), (Half)1)[0]);
        Assert.Equal((Half)0.433349609375f, Chunk.Decode<sbyte, Half>(new FixedScaleOffsetCodec(0.1, 3, null, DataType.Int8), 1)[0]);
    }

    [Fact]
    public void Long_chunks_are_decoded()
    {
        short[] stored = [.. Enumerable.Range(0, 1000).Select(i => (short)i)];
        Assert.Equal(stored.Select(i => (i / 4.0) + 0.5), Chunk.Decode<short, double>(new FixedScaleOffsetCodec(0.5, 4, null, DataType.Int16), stored));
    }

    [Fact]
    public void A_scale_of_zero_gives_what_IEEE_754_gives() =>
        Assert.Equal([double.PositiveInfinity, double.NaN], Chunk.Decode<short, double>(new FixedScaleOffsetCodec(1, 0, null, DataType.Int16), 5, 0));

    [Fact]
    public void It_is_only_read() =>
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Encode<double, double>(new FixedScaleOffsetCodec(0, 1, null, null), 1));

    [Fact]
    public void Chunks_of_a_wrong_length_are_corrupt()
    {
        var codec = new FixedScaleOffsetCodec(0, 1, null, DataType.Int16);
        var error = Assert.Throws<CorruptDataException>(() => Chunk.DecodeSome<short, double>(codec, 3, 1, 2));
        Assert.Equal("numcodecs.fixedscaleoffset: there are 4 bytes, a chunk of 3 int16 takes 6", error.Message);
        Assert.Throws<CorruptDataException>(() => Chunk.DecodeSome<short, double>(codec, 3, 1, 2, 3, 4));
    }

    [Theory]
    [InlineData("""{"scale":2}""", "member \"offset\" of the configuration must be a number; it is missing")]
    [InlineData("""{"scale":"2","offset":1}""", "member \"scale\" of the configuration must be a number; found \"2\"")]
    [InlineData("""{"scale":1e999,"offset":1}""", "member \"scale\" of the configuration must be a number; found 1e999")]
    [InlineData("""{"scale":2,"offset":1,"astype":"x"}""", "member \"astype\" of the configuration must be a data type of NumPy such as \"<u2\"; found \"x\"")]
    public void A_wrong_member_is_named(string json, string message)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Chunk.Codec(FixedScaleOffsetCodec.CodecName, json));
        Assert.Equal($"codec numcodecs.fixedscaleoffset: {message}", error.Message);
    }

    [Fact]
    public void The_metadata_describes_the_same_codec()
    {
        var codec = new FixedScaleOffsetCodec(0.1, 1e-3, DataType.Float32, DataType.Int8);
        Assert.Equal(codec, CodecRegistry.Default.Create(codec.ToMetadata()));
    }
}
