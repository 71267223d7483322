using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Filters;

public sealed class ShuffleCodecTests
{
    [Fact]
    public void First_bytes_come_first()
    {
        byte[] bytes = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
        Assert.Equal([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], Chunk.Encode<byte, byte>(new ShuffleCodec(4), bytes));
        Assert.Equal([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], Chunk.Encode<byte, byte>(new ShuffleCodec(3), bytes));
        Assert.Equal(bytes, Chunk.Decode<byte, byte>(new ShuffleCodec(4), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(60000)]
    public void Long_chunks_come_back(int size)
    {
        var bytes = new byte[120000 / size * size];
        new Random(size).NextBytes(bytes);
        var stored = Chunk.Encode<byte, byte>(new ShuffleCodec(size), bytes);
        Assert.Equal(bytes.Where((_, i) => i % size == 1), stored.Skip(bytes.Length / size).Take(bytes.Length / size));
        Assert.Equal(bytes, Chunk.Decode<byte, byte>(new ShuffleCodec(size), stored));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Elements_of_one_byte_or_none_are_left_as_they_are(int size)
    {
        Assert.True(Chunk.Bind(new ShuffleCodec(size), DataType.UInt16, 4).IsIdentity);
        Assert.Equal([1, 2, 3], Chunk.Decode<byte, byte>(new ShuffleCodec(size), 1, 2, 3));
    }

    [Fact]
    public void A_missing_size_is_that_of_the_elements()
    {
        var codec = Chunk.Codec(ShuffleCodec.CodecName, """{"elementsize":null}""");
        Assert.Equal([0x01020304, 0x05060708], Chunk.Decode<int, int>(codec, 0x07030804, 0x05010602));
    }

    [Fact]
    public void A_part_of_an_element_is_an_error()
    {
        var error = Assert.Throws<CorruptDataException>(() => Chunk.Decode<byte, byte>(new ShuffleCodec(4), 1, 2, 3, 4, 5));
        Assert.Equal("numcodecs.shuffle: 5 bytes are no whole elements of 4 bytes", error.Message);
        Assert.Throws<ArgumentException>(() => Chunk.Encode<byte, byte>(new ShuffleCodec(4), 1, 2, 3, 4, 5));
        Assert.Throws<CorruptDataException>(() => Chunk.DecodeSome<byte, byte>(new ShuffleCodec(4), 7, 1, 2, 3, 4, 5, 6, 7, 8));
    }

    [Fact]
    public void The_metadata_describes_the_same_codec()
    {
        Assert.All([new ShuffleCodec(4), new ShuffleCodec(null)], codec => Assert.Equal(codec, CodecRegistry.Default.Create(codec.ToMetadata())));
        Assert.Throws<InvalidMetadataException>(() => Chunk.Codec(ShuffleCodec.CodecName, """{"elementsize":-1}"""));
    }
}
