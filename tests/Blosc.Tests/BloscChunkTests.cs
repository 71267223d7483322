using System.Buffers.Binary;
using Blosc.Streams;
using TestKit;
using Xunit;

namespace Blosc.Tests;

public sealed class BloscChunkTests
{
    private static readonly byte[] Source = SampleBytes.Make(SampleKind.NoisyPixels, 200_000);

    public static TheoryData<string, int, int, string> Lies() => new()
    {
        { "version", 0, 5, "the header says format version 5, only 2 (Blosc 1) is supported" },
        { "flags", 2, 0x08, "the header's flags 08 are not those of Blosc 1" },
        { "both shuffles", 2, 0x05, "the header's flags 05 are not those of Blosc 1" },
        { "compressor", 2, 0xA0, "the header names an unknown compressor, number 5" },
        { "typesize", 3, 0, "the header says elements of 0 bytes" },
        { "nbytes", 4, 9_437_184, "the header says 9,437,184 bytes, the chunk has room for 200,000" },
        { "negative nbytes", 4, -1, "the header says -1 bytes, the chunk has room for 200,000" },
        { "blocksize", 8, 0, "the header says blocks of 0 bytes" },
        { "huge blocksize", 8, 800_000_000, "the header says blocks of 800,000,000 bytes" },
        { "cbytes", 12, 20, "the header says that the chunk takes 20 bytes, there are " },
        { "tiny blocks", 8, 1, "its 200,000 bytes of content need 800,016" },
        { "block outside", 16, 200_017, "block 0 is said to begin at byte 200,017 of a chunk of " },
        { "block in the header", 16, 15, "block 0 is said to begin at byte 15 of a chunk of " },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_header_that_lies_is_named(string field, int place, int value, string message)
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2, Level = 1 });
        Overwrite(chunk, place, value);
        var error = Assert.Throws<InvalidDataException>(() => Decode(chunk));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{field}: {error.Message}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(65537)]
    public void A_stream_length_that_lies_is_an_error(int length)
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2, Level = 1 });
        Overwrite(chunk, BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(16)), length);
        Assert.Throws<InvalidDataException>(() => Decode(chunk));
    }

    [Fact]
    public void Snappy_is_named_as_not_supported()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2, Level = 1 });
        chunk[2] = (byte)((chunk[2] & 0x1F) | ((int)StreamFormat.Snappy << 5));
        var error = Assert.Throws<NotSupportedException>(() => Decode(chunk));
        Assert.Contains("snappy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zlib_stream_that_asks_for_a_dictionary_is_an_error()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2, Level = 1, Compressor = BloscCompressor.Zlib });
        var stream = BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(16)) + 4;
        byte[] header = [0x78, 0xBB];
        header.CopyTo(chunk, stream);
        Assert.Throws<InvalidDataException>(() => Decode(chunk));
    }

    [Fact]
    public void Blocks_may_lie_in_any_order()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2, Level = 1, Compressor = BloscCompressor.Lz4, BlockSize = 128 });
        var first = BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(16));
        var second = BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(20));
        Overwrite(chunk, 16, second);
        Overwrite(chunk, 20, first);
        var blockSize = BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(8));
        byte[] expected = [.. Source[blockSize..(2 * blockSize)], .. Source[..blockSize], .. Source[(2 * blockSize)..]];
        Assert.Equal(expected, Decode(chunk));
    }

    [Fact]
    public void Blocks_may_share_bytes()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2, Level = 1, Compressor = BloscCompressor.Lz4 });
        Overwrite(chunk, 20, BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(16)));
        var blockSize = BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(8));
        Assert.Equal(Source[..blockSize], Decode(chunk)[blockSize..(2 * blockSize)]);
    }

    [Fact]
    public void Decoding_goes_by_the_header_alone()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 4, Compressor = BloscCompressor.Lz4, Shuffle = BloscShuffle.Bit });
        Assert.Equal(Source, Decode(chunk));
    }

    [Theory]
    [InlineData(BloscCompressor.Lz4, 5, 2, 262144, false)]
    [InlineData(BloscCompressor.Zstd, 5, 2, 262144, true)]
    [InlineData(BloscCompressor.Zstd, 9, 2, 1048576, true)]
    public void The_header_tells_how_blocks_are_cut(BloscCompressor compressor, int level, int typeSize, int blockSize, bool notSplit)
    {
        var content = new byte[2 << 20];
        var chunk = Encoded(new BloscOptions { TypeSize = typeSize, Compressor = compressor, Level = level }, content);
        Assert.Equal(blockSize, BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(8)));
        Assert.Equal(notSplit, (chunk[2] & 0x10) != 0);
    }

    [Theory]
    [InlineData(127)]
    [InlineData(100_000)]
    public void Noise_is_stored_with_sixteen_bytes_more(int length)
    {
        var content = SampleBytes.Make(SampleKind.Random, length);
        var chunk = Encoded(new BloscOptions { TypeSize = 2 }, content);
        Assert.Equal(length + 16, chunk.Length);
        Assert.Equal(0x02, chunk[2] & 0x02);
        Assert.Equal(content, chunk[16..]);
    }

    [Fact]
    public void Empty_content_is_a_header()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 2 }, []);
        Assert.Equal([2, 1, 0x93, 2, 0, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0], chunk);
        Assert.Empty(Decode(chunk));
    }

    [Fact]
    public void A_split_that_does_not_divide_its_block_is_an_error()
    {
        var chunk = Encoded(new BloscOptions { TypeSize = 4, Level = 1, Compressor = BloscCompressor.Lz4 });
        chunk[3] = 3;
        Assert.Throws<InvalidDataException>(() => Decode(chunk));
    }

    private static byte[] Encoded(BloscOptions options, byte[]? content = null) => new BloscEncoder(options).Encode(content ?? Source);

    private static byte[] Decode(byte[] chunk) => new BloscDecoder().Decode(chunk, Source.Length);

    private static void Overwrite(byte[] chunk, int place, int value)
    {
        if (place < 4)
        {
            chunk[place] = (byte)value;
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(place), value);
        }
    }
}
