using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class ScaleOffsetCodecTests : CodecContract
{
    [Fact]
    public void Floating_point_numbers_are_scaled_in_their_own_precision()
    {
        Assert.Equal([-10.0, 0.0, 2.5], Chunk.Encode<double, double>(Codec("10.0", "2.0"), 5, 10, 11.25));
        Assert.Equal([5.0, 10.0, 11.25], Chunk.Decode<double, double>(Codec("10.0", "2.0"), -10, 0, 2.5));
        Assert.Equal([(0.3f - 0.1f) * 3f], Chunk.Encode<float, float>(Codec("0.1", "3"), 0.3f));
        Assert.Equal([((Half)1 / (Half)3) + (Half)0.1f], Chunk.Decode<Half, Half>(Codec("0.1", "3"), (Half)1));
    }

    [Fact]
    public void Not_a_number_and_infinity_stay() =>
        Assert.Equal([double.NaN, double.NegativeInfinity], Chunk.Encode<double, double>(Codec("1", "2"), double.NaN, double.NegativeInfinity));

    [Fact]
    public void Integers_are_scaled_exactly()
    {
        Assert.Equal([0, 3, 255], Chunk.Encode<byte, byte>(Chunk.Filled(Codec("100", "3"), (byte)100), 100, 101, 185));
        Assert.Equal([100, 101, 185], Chunk.Decode<byte, byte>(Chunk.Filled(Codec("100", "3"), (byte)100), 0, 3, 255));
        Assert.Equal([-4, 4], Chunk.Encode<sbyte, sbyte>(Codec("-1", "-2"), 1, -3));
        Assert.Equal([ulong.MaxValue - 1], Chunk.Encode<ulong, ulong>(Chunk.Filled(Codec("1.0", null), (ulong)1), ulong.MaxValue));
    }

    [Fact]
    public void An_integer_that_leaves_the_type_is_refused_when_it_is_written()
    {
        var below = Assert.Throws<ArgumentException>(() => Chunk.Encode<ushort, ushort>(Chunk.Filled(Codec("1000", null), (ushort)1000), 1000, 999));
        Assert.Equal("codec scale_offset: 999 cannot be stored, because (999 - 1000) * 1 is no uint16", below.Message);
        Assert.Throws<ArgumentException>(() => Chunk.Encode<sbyte, sbyte>(Codec(null, "2"), 64));
        Assert.Throws<ArgumentException>(() => Chunk.Encode<long, long>(Codec("-1", null), long.MaxValue));
    }

    [Fact]
    public void A_stored_integer_that_stands_for_none_is_corrupt()
    {
        var error = Assert.Throws<CorruptDataException>(() => Chunk.Decode<short, short>(Codec("1", "3"), 3, 4));
        Assert.Equal("scale_offset: 4 is stored, but 4 / 3 + 1 is no int16", error.Message);
        Assert.Throws<CorruptDataException>(() => Chunk.Decode<byte, byte>(Chunk.Filled(Codec("1", null), (byte)1), 255));
        Assert.Throws<CorruptDataException>(() => Chunk.Decode<sbyte, sbyte>(Codec(null, "-1"), sbyte.MinValue));
        Assert.Throws<CorruptDataException>(() => Chunk.Decode<int, int>(Codec(null, "-1"), int.MinValue));
        Assert.Throws<CorruptDataException>(() => Chunk.Decode<long, long>(Codec(null, "-1"), long.MinValue));
    }

    [Fact]
    public void The_fill_value_is_scaled_too()
    {
        Assert.Equal(FillValue.Of(-20.0), Chunk.Bind(Codec("10", "2"), DataType.Float64, 1).Output.FillValue);
        var error = Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(Codec("10", null), DataType.UInt16, 1));
        Assert.Equal("codec scale_offset: the fill value 0 cannot be stored as uint16", error.Message);
    }

    [Theory]
    [InlineData("uint16", "-1", null, "codec scale_offset: offset -1 is not a value of the data type uint16")]
    [InlineData("uint16", null, "1.5", "codec scale_offset: scale 1.5 is not a value of the data type uint16")]
    [InlineData("float32", "[1]", null, "codec scale_offset: offset [1] is not a value of the data type float32")]
    [InlineData("float32", null, "0", "codec scale_offset: the scale is 0")]
    [InlineData("int8", null, "0.0", "codec scale_offset: the scale is 0")]
    public void A_wrong_member_is_named(string type, string? offset, string? scale, string message)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(Codec(offset, scale), DataType.FromName(type)!, 1));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Booleans_and_complex_numbers_are_refused() =>
        Assert.All([DataType.Bool, DataType.Complex64], type => Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(Codec(null, null), type, 1)));

    protected override IEnumerable<ICodec> Codecs() => [Codec(null, null), Codec("0", "1")];

    protected override ICodec Parse(JsonObject? configuration) => ScaleOffsetCodec.FromConfiguration(configuration);

    private static ScaleOffsetCodec Codec(string? offset, string? scale) => new(offset, scale);
}
