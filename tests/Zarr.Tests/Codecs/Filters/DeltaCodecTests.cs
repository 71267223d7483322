using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class DeltaCodecTests : CodecContract
{
    [Fact]
    public void The_first_element_stays_and_differences_follow()
    {
        // The example of numcodecs.
        var codec = new DeltaCodec(DataType.Int16, DataType.Int8);
        Assert.Equal([100, 2, 2, 2], Chunk.Encode<short, sbyte>(codec, 100, 102, 104, 106));
        Assert.Equal([100, 102, 104, 106], Chunk.Decode<sbyte, short>(codec, 100, 2, 2, 2));
    }

    [Fact]
    public void Integers_wrap_around_both_ways()
    {
        Assert.Equal([10, 246, 255, 1], Chunk.Encode<byte, byte>(new DeltaCodec(null, null), 10, 0, 255, 0));
        Assert.Equal([10, 0, 255, 0], Chunk.Decode<byte, byte>(new DeltaCodec(null, null), 10, 246, 255, 1));
        Assert.Equal([long.MaxValue, 1], Chunk.Encode<long, long>(new DeltaCodec(null, null), long.MaxValue, long.MinValue));
    }

    [Fact]
    public void Differences_of_another_type_are_added_as_NumPy_adds_them()
    {
        Assert.Equal([100, 99, 65535, 4, 65535], Chunk.Decode<sbyte, ushort>(new DeltaCodec(DataType.UInt16, DataType.Int8), 100, -1, -100, 5, -5));
        Assert.Equal([200, 400, 600], Chunk.Decode<byte, short>(new DeltaCodec(null, DataType.UInt8), 200, 200, 200));
        Assert.Equal([3, 7], Chunk.Decode<long, int>(new DeltaCodec(DataType.Int32, DataType.Int64), (1L << 40) + 3, 4));
        Assert.Equal([1f, 3f, 6f], Chunk.Decode<short, float>(new DeltaCodec(DataType.Float32, DataType.Int16), 1, 2, 3));
    }

    [Fact]
    public void Floating_point_numbers_are_added_one_by_one_in_their_own_precision()
    {
        var tenth = (Half)0.1f;
        Assert.Equal([0.1f, 0.2f, 0.3f + 1e-8f, 0.4f], Chunk.Decode<float, float>(new DeltaCodec(null, null), 0.1f, 0.1f, 0.1f, 0.1f));
        Assert.Equal(["0.1", "0.2", "0.2998", "0.4", "0.5"], Chunk.Decode<Half, Half>(new DeltaCodec(null, null), tenth, tenth, tenth, tenth, tenth).Select(h => h.ToString()));
        Assert.Equal([0.10000000149011612, 0.20000000298023224], Chunk.Decode<float, double>(new DeltaCodec(DataType.Float64, DataType.Float32), 0.1f, 0.1f));
    }

    [Fact]
    public void Floating_point_numbers_are_only_read()
    {
        var error = Assert.Throws<UnsupportedFeatureException>(() => Chunk.Encode<float, float>(new DeltaCodec(null, null), 1, 2));
        Assert.Equal("chunks cannot be written with numcodecs.delta, which is only read; choose other codecs", error.Message);
    }

    [Fact]
    public void A_difference_that_the_stored_type_does_not_have_is_refused()
    {
        short[] elements = [.. Enumerable.Repeat((short)1, 999), 300];
        var error = Assert.Throws<ArgumentException>(() => Chunk.Encode<short, sbyte>(new DeltaCodec(null, DataType.Int8), elements));
        Assert.Equal("codec numcodecs.delta: a difference between neighbouring elements is no int8", error.Message);
    }

    [Fact]
    public void Long_chunks_come_back()
    {
        var random = new Random(5);
        int[] elements = [.. Enumerable.Range(0, 5000).Select(_ => random.Next(int.MinValue, int.MaxValue))];
        var codec = new DeltaCodec(null, DataType.Int64);
        Assert.Equal(elements, Chunk.Decode<long, int>(codec, Chunk.Encode<int, long>(codec, elements)));
    }

    [Fact]
    public void The_next_codec_is_given_the_stored_type_and_the_fill_value_as_it_was()
    {
        var bound = Chunk.Bind(new DeltaCodec(DataType.UInt16, DataType.Int32), DataType.UInt16, 5, FillValue.Of((ushort)7));
        Assert.Equal((DataType.Int32, 20, FillValue.Of(7)), (bound.Output.DataType, bound.Output.MaxLength, bound.Output.FillValue));
    }

    [Fact]
    public void Types_that_do_not_fit_are_refused()
    {
        var size = Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(new DeltaCodec(DataType.UInt16, null), DataType.UInt8, 5));
        Assert.Equal("codec numcodecs.delta: it is configured for elements of uint16, the array has uint8 here", size.Message);
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(new DeltaCodec(null, null), DataType.Bool, 5));
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(new DeltaCodec(null, null), DataType.Complex64, 5));
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Bind(new DeltaCodec(null, DataType.Float32), DataType.Int32, 5));
    }

    [Theory]
    [InlineData("""{"dtype":"<u2","astype":"int8"}""")]
    [InlineData("""{"dtype":"u2","astype":"|i1","id":"delta"}""")]
    [InlineData("""{"dtype":"uint16","astype":"i1"}""")]
    public void Types_have_any_name_that_NumPy_takes(string json) =>
        Assert.Equal(new DeltaCodec(DataType.UInt16, DataType.Int8), Chunk.Codec("numcodecs.delta", json));

    [Fact]
    public void Big_endian_is_not_supported_in_v3() =>
        Assert.Throws<UnsupportedFeatureException>(() => Chunk.Codec("numcodecs.delta", """{"dtype":">u2"}"""));

    protected override IEnumerable<ICodec> Codecs() =>
        [new DeltaCodec(null, null), new DeltaCodec(DataType.UInt8, DataType.Int16), new DeltaCodec(DataType.Int8, DataType.Int64), new DeltaCodec(DataType.UInt8, DataType.Int8)];

    protected override ICodec Parse(JsonObject? configuration) => DeltaCodec.FromConfiguration(configuration);
}
