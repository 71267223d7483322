using System.Buffers.Binary;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class Lz4CodecTests : CodecContract
{
    // 0, 1, 2, 3 as 16-bit numbers, written by numcodecs: the length, then a block of eight literals.
    private static readonly byte[] OfNumcodecs = [8, 0, 0, 0, 0x80, 1, 0, 2, 0, 3, 0, 4, 0];

    [Fact]
    public void A_chunk_of_numcodecs_is_read()
    {
        var decoded = new byte[8];
        Assert.Equal(8, BindTo(new Lz4Codec(), 8).Decode(OfNumcodecs, decoded));
        Assert.Equal([1, 0, 2, 0, 3, 0, 4, 0], decoded);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void A_length_that_the_chunk_has_no_room_for_is_an_error(int length)
    {
        var bound = BindTo(new Lz4Codec(), 1000);
        var chunk = Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, 1000));
        BinaryPrimitives.WriteInt32LittleEndian(chunk, length);
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(chunk, new byte[1000]));
        Assert.Equal($"numcodecs.lz4: it says that it holds {(uint)length:N0} bytes, the chunk has room for 1,000", error.Message);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(0)]
    public void A_length_that_is_not_that_of_the_content_is_an_error(int length)
    {
        var bound = BindTo(new Lz4Codec(), 1000);
        var chunk = Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, 1000));
        BinaryPrimitives.WriteInt32LittleEndian(chunk, length);
        Assert.Throws<CorruptDataException>(() => bound.Decode(chunk, new byte[1000]));
    }

    [Fact]
    public void A_missing_acceleration_is_that_of_numcodecs() => Assert.Equal(new Lz4Codec(1), Parse(null));

    protected override IEnumerable<ICodec> Codecs() => [new Lz4Codec(), new Lz4Codec(10)];

    protected override ICodec Parse(JsonObject? configuration) => Lz4Codec.FromConfiguration(configuration);
}
