using TestKit;
using Xunit;

namespace Blosc.Tests;

public sealed class BloscHeaderTests
{
    [Theory]
    [InlineData(BloscCompressor.Zstd, BloscShuffle.Byte, BloscCompressor.Zstd)]
    [InlineData(BloscCompressor.Lz4, BloscShuffle.Bit, BloscCompressor.Lz4)]
    [InlineData(BloscCompressor.Lz4Hc, BloscShuffle.None, BloscCompressor.Lz4)]
    [InlineData(BloscCompressor.Zlib, BloscShuffle.Byte, BloscCompressor.Zlib)]
    public void Sixteen_bytes_tell_what_is_in_a_chunk(BloscCompressor compressor, BloscShuffle shuffle, BloscCompressor read)
    {
        var chunk = new BloscEncoder(new BloscOptions { TypeSize = 4, Compressor = compressor, Shuffle = shuffle, BlockSize = 1024 }).Encode(SampleBytes.Make(SampleKind.Ramp, 10_000));
        var header = BloscHeader.Read(chunk.AsSpan(0, BloscHeader.Length));
        Assert.Equal((4, 10_000, chunk.Length, read, shuffle, false), (header.TypeSize, header.ContentLength, header.ChunkLength, header.Compressor, header.Shuffle, header.IsStored));
        Assert.Equal((10_000 + header.BlockSize - 1) / header.BlockSize, header.BlockCount);
    }

    [Fact]
    public void A_stored_chunk_says_so() =>
        Assert.True(BloscHeader.Read(new BloscEncoder(new BloscOptions { Level = 0 }).Encode(new byte[1000])).IsStored);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 0x08)]
    [InlineData(2, 0xE0)]
    [InlineData(3, 0)]
    [InlineData(7, 0x80)]
    [InlineData(11, 0x80)]
    [InlineData(15, 0x80)]
    public void Fields_that_cannot_be_are_refused(int place, byte value)
    {
        var chunk = new BloscEncoder(new BloscOptions()).Encode(new byte[1000]);
        chunk[place] = value;
        Assert.Throws<InvalidDataException>(() => BloscHeader.Read(chunk));
    }

    [Fact]
    public void Fifteen_bytes_are_no_header() => Assert.Throws<InvalidDataException>(() => BloscHeader.Read(new byte[15]));

    [Fact]
    public void A_header_that_was_not_read_has_no_blocks() => Assert.Equal(0, default(BloscHeader).BlockCount);
}
