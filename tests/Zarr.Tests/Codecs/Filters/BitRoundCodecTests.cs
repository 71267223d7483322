using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class BitRoundCodecTests : CodecContract
{
    [Fact]
    public void Floating_point_numbers_keep_bits_of_their_mantissa()
    {
        // From the table of the codec's specification.
        float[] elements = [0, 0.1f, 1.2f, 12.3f, -123.4f, 1234.5f, float.PositiveInfinity, float.NegativeInfinity];
        float[] stored = [0, 0.1015625f, 1.25f, 12, -120, 1280, float.PositiveInfinity, float.NegativeInfinity];
        Assert.Equal(stored, Chunk.Encode<float, float>(new BitRoundCodec(3), elements));
        Assert.Equal(stored, Chunk.Decode<float, float>(new BitRoundCodec(3), stored));
    }

    [Fact]
    public void Halfway_is_rounded_to_even_and_a_carry_goes_into_the_exponent()
    {
        Assert.Equal([1.0, 1.5, 2.0, 2.0, -2.0], Chunk.Encode<double, double>(new BitRoundCodec(1), 1.25, 1.2500001, 1.75, 1.99, -1.99));
        Assert.Equal([(Half)1.25f, Half.PositiveInfinity], Chunk.Encode<Half, Half>(new BitRoundCodec(2), (Half)1.2f, Half.MaxValue));
        Assert.Equal([float.PositiveInfinity], Chunk.Encode<float, float>(new BitRoundCodec(3), 3.4e38f));
    }

    [Fact]
    public void NaN_stays_what_it_is()
    {
        float[] elements = [float.NaN, BitConverter.UInt32BitsToSingle(0x7FFFFFFF), BitConverter.UInt32BitsToSingle(0xFF800001)];
        var stored = Chunk.Encode<float, float>(new BitRoundCodec(3), elements);
        Assert.Equal(elements.Select(BitConverter.SingleToUInt32Bits), stored.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Integers_keep_bits_from_their_highest_one()
    {
        // From the table of the codec's specification; 255 would become 256.
        Assert.Equal([0, 1, 10, 12, 96, 128, 192, 192, 224, 224], Chunk.Encode<byte, byte>(new BitRoundCodec(3), 0, 1, 10, 11, 100, 123, 200, 208, 209, 255));
        Assert.Equal([1, 2, 128], Chunk.Encode<byte, byte>(new BitRoundCodec(0), 1, 2, 255));
        Assert.Equal([ulong.MaxValue << 60, 1UL << 63], Chunk.Encode<ulong, ulong>(new BitRoundCodec(4), ulong.MaxValue, (1UL << 63) + 5));
    }

    [Fact]
    public void Signed_integers_are_rounded_by_their_magnitude()
    {
        Assert.Equal([12, -12, 112, -112, -128, -96], Chunk.Encode<sbyte, sbyte>(new BitRoundCodec(3), 11, -11, 127, -127, -128, -100));
        Assert.Equal([-12, 1 << 30, int.MinValue], Chunk.Encode<int, int>(new BitRoundCodec(3), -11, (1 << 30) + 7, int.MinValue));
    }

    [Fact]
    public void Complex_numbers_are_rounded_by_parts() =>
        Assert.Equal([new Complex64(1.25f, 12)], Chunk.Encode<Complex64, Complex64>(new BitRoundCodec(3), new Complex64(1.2f, 12.3f)));

    [Fact]
    public void The_fill_value_is_rounded_too() =>
        Assert.Equal(FillValue.Of(1.25f), Chunk.Bind(new BitRoundCodec(3), DataType.Float32, 1, FillValue.Of(1.2f)).Output.FillValue);

    [Fact]
    public void Booleans_are_refused() =>
        Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(new BitRoundCodec(3), DataType.Bool, 1));

    [Fact]
    public void The_old_name_means_the_same() =>
        Assert.Equal(new BitRoundCodec(8), Chunk.Codec("numcodecs.bitround", """{"keepbits":8}"""));

    protected override IEnumerable<ICodec> Codecs() => [new BitRoundCodec(8), new BitRoundCodec(100)];

    protected override ICodec Parse(JsonObject? configuration) => BitRoundCodec.FromConfiguration(configuration);
}
