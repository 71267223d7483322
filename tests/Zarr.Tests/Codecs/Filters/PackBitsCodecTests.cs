using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class PackBitsCodecTests
{
    private static readonly PackBitsCodec Codec = new();

    [Fact]
    public void The_first_byte_counts_the_unused_bits_and_the_highest_bit_comes_first()
    {
        // The example of numcodecs, and a second byte.
        Assert.Equal([4, 0b1001_0000], Chunk.Encode<bool, byte>(Codec, true, false, false, true));
        Assert.Equal([7, 0b1011_0001, 0b1000_0000], Chunk.Encode<bool, byte>(Codec, true, false, true, true, false, false, false, true, true));
        Assert.Equal([0, 255], Chunk.Encode<bool, byte>(Codec, [.. Enumerable.Repeat(true, 8)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Booleans_come_back(int count)
    {
        var random = new Random(count);
        bool[] elements = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 1)];
        Assert.Equal(elements, Chunk.DecodeSome<byte, bool>(Codec, count, Chunk.Encode<bool, byte>(Codec, elements)));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 7 })]
    [InlineData(new byte[] { 7, 1 })]
    [InlineData(new byte[] { 6, 1, 2 })]
    [InlineData(new byte[] { 255, 1, 2 })]
    [InlineData(new byte[] { 7, 1, 2, 3 })]
    public void A_wrong_length_or_first_byte_is_corrupt(byte[] stored)
    {
        var error = Assert.Throws<CorruptDataException>(() => Chunk.DecodeSome<byte, bool>(Codec, 9, stored));
        Assert.EndsWith("9 booleans take 3, of which the first is 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_codec_is_given_bytes()
    {
        var output = Codec.Bind(new CodecInput([3, 5], DataType.Bool, 15) { FillValue = FillValue.Of(true) }).Output;
        Assert.Equal(("3", DataType.UInt8, 3, FillValue.Of((byte)0)), (output.Shape.ToString(), output.DataType, output.MaxLength, output.FillValue));
    }

    [Fact]
    public void It_packs_booleans_only() =>
        Assert.Throws<InvalidMetadataException>(() => Chunk.Bind(Codec, DataType.UInt8, 8));

    [Fact]
    public void It_has_no_configuration()
    {
        Assert.Equal(Codec, CodecRegistry.Default.Create(Codec.ToMetadata()));
        Assert.Throws<InvalidMetadataException>(() => Chunk.Codec(PackBitsCodec.CodecName, """{"x":1}"""));
    }
}
