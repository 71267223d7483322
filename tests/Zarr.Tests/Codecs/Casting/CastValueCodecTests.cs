using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Casting;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Casting;

public sealed class CastValueCodecTests : CodecContract
{
    [Fact]
    public void Numbers_that_both_types_have_stay_the_same()
    {
        Assert.Equal([0, 255], Chunk.Encode<ushort, byte>(Codec("uint8"), 0, 255));
        Assert.Equal([0, 255], Chunk.Decode<byte, ushort>(Codec("uint8"), 0, 255));
        Assert.Equal([-128, 127], Chunk.Encode<double, sbyte>(Codec("int8"), -128, 127));
        Assert.Equal([-0.0f, 0.5f, float.NaN, float.NegativeInfinity], Chunk.Encode<double, float>(Codec("float32"), -0.0, 0.5, double.NaN, double.NegativeInfinity));
        Assert.True(float.IsNegative(Chunk.Encode<double, float>(Codec("float32"), -0.0)[0]));
        Assert.Equal([ulong.MaxValue], Chunk.Encode<ulong, ulong>(Codec("uint64"), ulong.MaxValue));
    }

    [Theory]
    [InlineData("nearest-even", new sbyte[] { 2, 2, 4, -2, -4, 3, -3, 0 })]
    [InlineData("nearest-away", new sbyte[] { 2, 3, 4, -3, -4, 3, -3, 0 })]
    [InlineData("towards-zero", new sbyte[] { 1, 2, 3, -2, -3, 2, -2, 0 })]
    [InlineData("towards-positive", new sbyte[] { 2, 3, 4, -2, -3, 3, -2, 1 })]
    [InlineData("towards-negative", new sbyte[] { 1, 2, 3, -3, -4, 2, -3, 0 })]
    public void Fractions_are_rounded_as_the_configuration_says(string rounding, sbyte[] expected)
    {
        var codec = Codec("int8", $"\"rounding\":\"{rounding}\"");
        Assert.Equal(expected, Chunk.Encode<double, sbyte>(codec, 1.5001, 2.5, 3.5, -2.5, -3.5, 2.6, -2.6, 0.25));
    }

    [Fact]
    public void What_is_out_of_range_is_refused_clamped_or_wrapped()
    {
        // The examples of the codec's specification.
        Assert.Equal("codec cast_value: 128 cannot be stored as int8", Assert.Throws<ArgumentException>(() => Chunk.Encode<double, sbyte>(Codec("int8"), 1, 128)).Message);
        Assert.Equal([127, -128, 127], Chunk.Encode<double, sbyte>(Codec("int8", "\"out_of_range\":\"clamp\""), 128, -1e300, 127.4));
        Assert.Equal([-128, 0, 44], Chunk.Encode<double, sbyte>(Codec("int8", "\"out_of_range\":\"wrap\""), 128, -1e300, 300.4));
        Assert.Equal([short.MinValue, -32767, 32767], Chunk.Encode<int, short>(Codec("int16", "\"out_of_range\":\"wrap\""), 32768, 32769, -32769));
        Assert.Equal([0, 255], Chunk.Encode<int, byte>(Codec("uint8", "\"out_of_range\":\"clamp\""), -1, 256));
        Assert.Equal([0ul, ulong.MaxValue], Chunk.Encode<double, ulong>(Codec("uint64", "\"out_of_range\":\"clamp\""), -1, 18446744073709551616.0));
        Assert.Equal([1ul << 63, ulong.MaxValue], Chunk.Encode<double, ulong>(Codec("uint64", "\"out_of_range\":\"wrap\""), -9223372036854775808.0, -1));
        Assert.Throws<ArgumentException>(() => Chunk.Encode<double, ulong>(Codec("uint64"), 18446744073709551616.0));
        Assert.Throws<ArgumentException>(() => Chunk.Encode<double, long>(Codec("int64"), 9223372036854775808.0));
    }

    [Fact]
    public void Floating_point_numbers_out_of_range_are_refused_or_infinite()
    {
        Assert.Throws<ArgumentException>(() => Chunk.Encode<double, float>(Codec("float32"), 1e39));
        Assert.Throws<ArgumentException>(() => Chunk.Encode<int, Half>(Codec("float16"), 65520));
        Assert.Equal([Half.MaxValue], Chunk.Encode<int, Half>(Codec("float16"), 65519));
        Assert.Equal([Half.PositiveInfinity, Half.NegativeInfinity], Chunk.Encode<int, Half>(Codec("float16", "\"out_of_range\":\"clamp\""), 65520, -70000));
        Assert.Equal([float.NegativeInfinity, float.MaxValue], Chunk.Encode<double, float>(Codec("float32", "\"out_of_range\":\"clamp\""), -1e39, 3.4028234e38));

        // Rounded towards zero, this is still the largest number; the next power of two is out of range.
        Assert.Equal([Half.MaxValue], Chunk.Encode<double, Half>(Codec("float16", "\"rounding\":\"towards-zero\""), 65535.9));
        Assert.Throws<ArgumentException>(() => Chunk.Encode<double, Half>(Codec("float16", "\"rounding\":\"towards-zero\""), 65536));
        Assert.Throws<ArgumentException>(() => Chunk.Encode<double, Half>(Codec("float16", "\"rounding\":\"towards-positive\""), 65504.1));
    }

    [Fact]
    public void NaN_and_infinity_are_no_integers_even_if_what_is_out_of_range_is_clamped()
    {
        var codec = Codec("uint8", "\"out_of_range\":\"clamp\"");
        Assert.All([double.NaN, double.PositiveInfinity], value => Assert.Throws<ArgumentException>(() => Chunk.Encode<double, byte>(codec, value)));
    }

    [Fact]
    public void Mapped_values_come_before_all_else()
    {
        // The last example of the specification of scale_offset.
        var codec = Chunk.Filled(Codec("uint8", "\"scalar_map\":{\"encode\":[[\"NaN\",0]],\"decode\":[[0,\"NaN\"]]}"), double.NaN);
        Assert.Equal([1, 0, 255, 0], Chunk.Encode<double, byte>(codec, 1, double.NaN, 255, -double.NaN));
        Assert.Equal([1, double.NaN, 255, double.NaN], Chunk.Decode<byte, double>(codec, 1, 0, 255, 0));

        // As NumPy: the example of the specification of cast_value, with its "+Infinity".
        var numpy = Codec("uint8", "\"rounding\":\"towards-zero\",\"out_of_range\":\"wrap\",\"scalar_map\":{\"encode\":[[\"NaN\",0],[\"+Infinity\",0],[\"-Infinity\",0],[7,1],[7,2]]}");
        Assert.Equal([0, 0, 0, 255, 1, 44, 7], Chunk.Encode<double, byte>(numpy, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1.9, 7, 300, 7.5));
    }

    [Fact]
    public void Integers_with_more_digits_than_a_floating_point_number_are_rounded()
    {
        const long Odd = (1L << 24) + 1;
        Assert.Equal([1 << 24, (1 << 24) + 4], Chunk.Encode<long, float>(Codec("float32"), Odd, Odd + 2));
        Assert.Equal([(1 << 24) + 2], Chunk.Encode<long, float>(Codec("float32", "\"rounding\":\"nearest-away\""), Odd));
        Assert.Equal([-(1 << 24)], Chunk.Encode<long, float>(Codec("float32", "\"rounding\":\"towards-positive\""), -Odd));
        Assert.Equal([9223372036854774784.0], Chunk.Encode<long, double>(Codec("float64", "\"rounding\":\"towards-zero\""), long.MaxValue));
        Assert.Equal([9223372036854775808.0], Chunk.Encode<long, double>(Codec("float64"), long.MaxValue));
    }

    [Fact]
    public void A_stored_number_that_the_elements_do_not_have_is_corrupt()
    {
        var error = Assert.Throws<CorruptDataException>(() => Chunk.Decode<short, byte>(Codec("int16"), 1, -1));
        Assert.Equal("cast_value: -1 is stored, which cannot be read as uint8", error.Message);
        Assert.Throws<CorruptDataException>(() => Chunk.Decode<double, byte>(Codec("float64"), double.NaN));
    }

    [Fact]
    public void The_fill_value_is_cast_too()
    {
        var bound = Chunk.Bind(Codec("int8"), DataType.Float32, 3, FillValue.Of(-3f));
        Assert.Equal((DataType.Int8, 3, FillValue.Of((sbyte)-3)), (bound.Output.DataType, bound.Output.MaxLength, bound.Output.FillValue));
        var error = Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(Codec("uint8"), DataType.Float32, 3, FillValue.Of(-3f)));
        Assert.Equal("codec cast_value: the fill value -3 cannot be stored as uint8", error.Message);
    }

    [Fact]
    public void A_fill_value_that_does_not_come_back_is_read_but_not_written()
    {
        var bound = Chunk.Bind(Codec("int8"), DataType.Float32, 1, FillValue.Of(0.5f));
        Assert.Equal(4, bound.Decode([7], new byte[4]));
        var error = Assert.Throws<InvalidMetadataException>(() => bound.Encode(new byte[4], new byte[1]));
        Assert.Equal("codec cast_value: the fill value 0.5 is stored as 0, which is not read as 0.5", error.Message);
    }

    [Theory]
    [InlineData("{}", "data_type: expected a name")]
    [InlineData("""{"data_type":"uint8","rounding":"up"}""", "member \"rounding\" of the configuration must be one of \"nearest-even\", ")]
    [InlineData("""{"data_type":"uint8","out_of_range":"saturate"}""", "member \"out_of_range\" of the configuration must be one of \"clamp\", \"wrap\"")]
    [InlineData("""{"data_type":"uint8","scalar_map":[]}""", "member \"scalar_map\" of the configuration must be an object")]
    [InlineData("""{"data_type":"uint8","scalar_map":{"x":[]}}""", "unknown member \"x\"")]
    [InlineData("""{"data_type":"uint8","scalar_map":{"encode":{}}}""", "encode of scalar_map must be a list of pairs of float64 and uint8, found {}")]
    [InlineData("""{"data_type":"uint8","scalar_map":{"encode":[[1]]}}""", "encode of scalar_map must be a list of pairs of float64 and uint8, found [1]")]
    [InlineData("""{"data_type":"uint8","scalar_map":{"decode":[[256,1]]}}""", "decode of scalar_map must be a list of pairs of uint8 and float64, found [256,1]")]
    [InlineData("""{"data_type":"float32","out_of_range":"wrap"}""", "out_of_range \"wrap\" is for integers, not for float32")]
    public void A_wrong_configuration_says_what_is_wrong(string json, string message)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(Chunk.Codec(CastValueCodec.CodecName, json), DataType.Float64, 1));
        Assert.StartsWith($"codec cast_value: {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_without_numbers_and_endless_maps_are_refused()
    {
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(Codec("bool"), DataType.UInt8, 1));
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(Codec("uint8"), DataType.Complex64, 1));
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Codec(CastValueCodec.CodecName, """{"data_type":"int4"}"""));
        var map = string.Join(',', Enumerable.Repeat("[1,1]", 257));
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(Codec("uint8", $"\"scalar_map\":{{\"encode\":[{map}]}}"), DataType.UInt8, 1));
    }

    protected override IEnumerable<ICodec> Codecs() =>
    [
        Codec("uint8"), Codec("float64"), Codec("int64", "\"rounding\":\"nearest-away\",\"out_of_range\":\"wrap\""), Codec("int8", "\"out_of_range\":\"wrap\""),
        Codec("uint16", "\"scalar_map\":{\"encode\":[[3,300],[5,500]],\"decode\":[[300,3],[500,5]]}"),
    ];

    protected override ICodec Parse(JsonObject? configuration) => CastValueCodec.FromConfiguration(configuration);

    private static ICodec Codec(string type, string members = "") =>
        Chunk.Codec(CastValueCodec.CodecName, $"{{\"data_type\":\"{type}\"{(members.Length > 0 ? "," : string.Empty)}{members}}}");
}
