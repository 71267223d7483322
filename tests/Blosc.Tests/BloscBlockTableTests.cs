using System.Buffers.Binary;
using TestKit;
using Xunit;

namespace Blosc.Tests;

/// <summary>Single blocks of chunks, decoded from nothing but the head of the chunk and their own bytes.</summary>
public sealed class BloscBlockTableTests
{
    // Blocks that are split into streams have at least 64 KiB.
    private const int ContentLength = 200_000;
    private const int FirstStart = BloscHeader.Length;

    private readonly BloscDecoder decoder = new();

    public static TheoryData<BloscCompressor, BloscShuffle, int, int> Layouts { get; } = new MatrixTheoryData<BloscCompressor, BloscShuffle, int, int>(
        [BloscCompressor.Zstd, BloscCompressor.Lz4, BloscCompressor.Zlib], Enum.GetValues<BloscShuffle>(), [1, 2, 3, 8], [0, 5]);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Each_block_is_decoded_from_its_own_bytes(BloscCompressor compressor, BloscShuffle shuffle, int typeSize, int level)
    {
        var (content, chunk) = Encoded(new BloscOptions { Compressor = compressor, Shuffle = shuffle, TypeSize = typeSize, Level = level, BlockSize = 700 });
        var table = BloscBlockTable.Read(chunk);
        Assert.InRange(table.Header.BlockCount, 2, 300);
        for (var block = 0; block < table.Header.BlockCount; block++)
        {
            var (offset, length) = table.PlaceOf(block);
            var found = new byte[table.Header.BlockSize];
            var written = decoder.DecodeBlocks(table, block, 1, chunk.AsSpan(offset, length), offset, found);
            var start = block * table.Header.BlockSize;
            Assert.Equal(content[start..Math.Min(start + table.Header.BlockSize, ContentLength)], found[..written]);
        }
    }

    [Fact]
    public void The_head_of_a_chunk_is_enough()
    {
        var (_, chunk) = Encoded(new BloscOptions { TypeSize = 2, BlockSize = 700 });
        var head = (int)BloscHeader.Read(chunk).HeadLength;
        Assert.Equal(BloscBlockTable.Read(chunk).PlaceOf(3), BloscBlockTable.Read(chunk.AsSpan(0, head)).PlaceOf(3));
        Assert.Throws<InvalidDataException>(() => BloscBlockTable.Read(chunk.AsSpan(0, head - 1)));
    }

    [Fact]
    public void Blocks_may_lie_in_any_order()
    {
        var (content, chunk) = Encoded(new BloscOptions { TypeSize = 2, BlockSize = 700 });
        var moved = Swapped(chunk, 2, 5);
        var table = BloscBlockTable.Read(moved);
        foreach (var block in new[] { 2, 3, 5, 6 })
        {
            var (offset, length) = table.PlaceOf(block);
            var found = new byte[700];
            decoder.DecodeBlocks(table, block, 1, moved.AsSpan(offset, length), offset, found);
            Assert.Equal(content[(block * 700)..((block + 1) * 700)], found);
        }
    }

    [Fact]
    public void A_block_outside_the_chunk_is_named()
    {
        var (_, chunk) = Encoded(new BloscOptions { TypeSize = 2, BlockSize = 700 });
        foreach (var start in new[] { 0, -1, chunk.Length, int.MaxValue, int.MinValue })
        {
            BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(FirstStart + (4 * sizeof(int))), start);
            var table = BloscBlockTable.Read(chunk);
            Assert.Contains("block 4", Assert.Throws<InvalidDataException>(() => table.PlaceOf(4)).Message, StringComparison.Ordinal);
            Assert.True(table.PlaceOf(3).Length > 0);
        }
    }

    [Fact]
    public void A_damaged_block_is_named_and_the_others_are_decoded()
    {
        var (_, chunk) = Encoded(new BloscOptions { TypeSize = 2, BlockSize = 700 });
        var table = BloscBlockTable.Read(chunk);
        chunk.AsSpan(table.PlaceOf(4).Offset, table.PlaceOf(4).Length).Fill(0xff);
        var found = new byte[ContentLength];
        Assert.Equal(4 * 700, decoder.DecodeBlocks(table, 0, 4, chunk, 0, found));
        Assert.Contains("block 4", Assert.Throws<InvalidDataException>(() => decoder.DecodeBlocks(table, 4, 1, chunk, 0, found)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_part_that_does_not_hold_the_block_is_an_error(int level)
    {
        var (_, chunk) = Encoded(new BloscOptions { TypeSize = 2, BlockSize = 700, Level = level });
        var table = BloscBlockTable.Read(chunk);
        var (offset, length) = table.PlaceOf(4);
        var found = new byte[700];
        Assert.Throws<InvalidDataException>(() => decoder.DecodeBlocks(table, 4, 1, chunk.AsSpan(offset, length - 1), offset, found));
        Assert.Throws<InvalidDataException>(() => decoder.DecodeBlocks(table, 4, 1, chunk.AsSpan(offset + 1, length - 1), offset + 1, found));
        Assert.Throws<InvalidDataException>(() => decoder.DecodeBlocks(table, 4, 1, [], offset, found));
        Assert.Throws<InvalidDataException>(() => decoder.DecodeBlocks(table, 3, 2, chunk.AsSpan(offset, length), offset, new byte[1400]));
    }

    [Fact]
    public void Blocks_that_are_not_there_are_wrong_arguments()
    {
        var (_, chunk) = Encoded(new BloscOptions { TypeSize = 2, BlockSize = 700 });
        var table = BloscBlockTable.Read(chunk);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.PlaceOf(table.Header.BlockCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.PlaceOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.DecodeBlocks(table, table.Header.BlockCount - 1, 2, chunk, 0, new byte[2000]));
        Assert.Throws<ArgumentException>(() => decoder.DecodeBlocks(table, 0, 1, chunk, 0, new byte[699]));
    }

    [Fact]
    public void No_damaged_head_or_block_is_more_than_an_exception()
    {
        var random = new Random(5);
        var tables = 0;
        for (var i = 0; i < Rounds.Of(20_000); i++)
        {
            var (_, chunk) = Encoded(new BloscOptions { TypeSize = 1 + random.Next(4), BlockSize = 128 + random.Next(900), Level = random.Next(3), Compressor = BloscCompressor.Lz4 }, 2000);
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                chunk[random.Next(3) == 0 ? random.Next(chunk.Length) : random.Next(60)] = (byte)random.Next();
            }

            try
            {
                var table = BloscBlockTable.Read(chunk);
                var block = random.Next(Math.Min(table.Header.BlockCount, 20) + 1);
                var (offset, length) = table.PlaceOf(Math.Min(block, Math.Max(0, table.Header.BlockCount - 1)));
                tables++;
                if (table.Header.BlockSize < 1 << 20 && block < table.Header.BlockCount)
                {
                    decoder.DecodeBlocks(table, block, 1, chunk.AsSpan(Math.Min(offset, chunk.Length), Math.Min(length, Math.Max(0, chunk.Length - offset))), offset, new byte[table.Header.BlockSize]);
                }
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentOutOfRangeException)
            {
                // Expected: what is damaged is refused.
            }
        }

        Assert.InRange(tables, Rounds.Of(1000), Rounds.Of(20_000));
    }

    private static (byte[] Content, byte[] Chunk) Encoded(BloscOptions options, int length = ContentLength)
    {
        var content = new byte[length];
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = (byte)(i / 40);
        }

        return (content, new BloscEncoder(options).Encode(content));
    }

    /// <summary>The chunk with two blocks in each other's place, as several threads of c-blosc may write them.</summary>
    private static byte[] Swapped(byte[] chunk, int first, int second)
    {
        var table = BloscBlockTable.Read(chunk);
        var (a, b) = (table.PlaceOf(first), table.PlaceOf(second));
        byte[] moved =
        [
            .. chunk[..a.Offset], .. chunk.AsSpan(b.Offset, b.Length), .. chunk[(a.Offset + a.Length)..b.Offset], .. chunk.AsSpan(a.Offset, a.Length), .. chunk[(b.Offset + b.Length)..],
        ];
        var shift = b.Length - a.Length;
        for (var block = 0; block < table.Header.BlockCount; block++)
        {
            var start = table.PlaceOf(block).Offset;
            var now = block == first ? b.Offset + shift : block == second ? a.Offset : start > a.Offset && start < b.Offset ? start + shift : start;
            BinaryPrimitives.WriteInt32LittleEndian(moved.AsSpan(FirstStart + (block * sizeof(int))), now);
        }

        return moved;
    }
}
