using System.Buffers.Binary;
using Blosc.Shuffles;
using Blosc.Streams;
using Blosc.Tests.Zstd.Decoding;
using Xunit;

namespace Blosc.Tests;

/// <summary>Chunks whose streams are Zstd frames without matches.</summary>
public sealed class NoisyChunkTests
{
    private const int BlockSize = 40_000;
    private const int Length = 330_000;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public void They_are_decoded(int typeSize, bool isSplit)
    {
        var content = NoiseFrames.Noise(Length, 60);
        Assert.Equal(content, Decode(Encode(content, typeSize, isSplit)));
    }

    [Fact]
    public void Their_blocks_may_lie_in_any_order()
    {
        var content = NoiseFrames.Noise(Length, 60);
        var chunk = Encode(content, 1, isSplit: false);
        var starts = Enumerable.Range(0, 9).Select(i => BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(16 + (4 * i)))).ToArray();
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(16 + (4 * i)), starts[7 - i]);
        }

        var blocks = content.Chunk(BlockSize).ToArray();
        Assert.Equal(blocks[..8].Reverse().Append(blocks[8]).SelectMany(block => block), Decode(chunk));
    }

    [Fact]
    public void Damage_is_an_error_or_gives_other_content()
    {
        var content = NoiseFrames.Noise(Length, 60);
        var chunk = Encode(content, 2, isSplit: true);
        var random = new Random(20_261_124);
        var errors = 0;
        for (var round = 0; round < 300; round++)
        {
            var damaged = chunk.ToArray();
            damaged[random.Next(60, chunk.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.NotEqual(content, Decode(damaged));
            }
            catch (InvalidDataException)
            {
                errors++;
            }
        }

        // Most damaged bits give other symbols of the same length, and nobody can know.
        Assert.InRange(errors, 10, 300);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Decoding_takes_nothing_from_the_heap_after_warm_up(int typeSize, bool isSplit)
    {
        var chunk = Encode(NoiseFrames.Noise(Length, 60), typeSize, isSplit);
        var decoder = new BloscDecoder();
        var decoded = new byte[Length];
        decoder.Decode(chunk, decoded);
        decoder.Decode(chunk, decoded);

        // The least of a few: a collection in between may empty the array pool once.
        var allocated = Enumerable.Range(0, 4).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            decoder.Decode(chunk, decoded);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.InRange(allocated, 0, 255);
    }

    // As c-blosc lays a chunk out, but each stream is a frame without matches.
    private static byte[] Encode(byte[] content, int typeSize, bool isSplit)
    {
        var flags = BloscHeader.FlagsOf(StreamFormat.Zstd, BloscShuffle.Byte) | (isSplit ? BloscFlags.None : BloscFlags.NotSplit);
        var header = new BloscHeader(flags, typeSize, content.Length, BlockSize, chunkLength: 0);
        var (starts, blocks) = (new List<int>(), new List<byte>());
        foreach (var block in content.Chunk(BlockSize))
        {
            starts.Add((int)header.BlocksStart + blocks.Count);
            var shuffled = new byte[block.Length];
            ByteShuffle.Shuffle(block, shuffled, typeSize);
            foreach (var stream in shuffled.Chunk(block.Length / header.StreamCount(block.Length)))
            {
                var frame = NoiseFrames.Compress(stream);
                blocks.AddRange([.. BitConverter.GetBytes(frame.Length), .. frame]);
            }
        }

        var chunk = new byte[header.BlocksStart + blocks.Count];
        (header with { ChunkLength = chunk.Length }).Write(chunk);
        Buffer.BlockCopy(starts.ToArray(), 0, chunk, BloscHeader.Length, sizeof(int) * starts.Count);
        blocks.CopyTo(chunk, (int)header.BlocksStart);
        return chunk;
    }

    private static byte[] Decode(byte[] chunk)
    {
        var content = new byte[Length];
        Assert.Equal(Length, new BloscDecoder().Decode(chunk, content));
        return content;
    }
}
