using CsCheck;
using TestKit;
using Xunit;

namespace Blosc.Tests;

/// <summary>Encoder and decoder as users meet them.</summary>
public sealed class BloscRoundTripTests
{
    private static readonly BloscCompressor[] Writable = [BloscCompressor.Lz4, BloscCompressor.Lz4Hc, BloscCompressor.Zlib, BloscCompressor.Zstd];

    public static TheoryData<BloscCompressor> Compressors => [.. Writable];

    [Fact]
    public void Any_mix_of_options_and_lengths_comes_back() =>
        Check.Sample(
            Gen.Select(Gen.Int[1, 255], Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 40_000]),
            drawn =>
            {
                var (typeSize, shuffle, level, compressor, kind, length) = drawn;
                var options = new BloscOptions { TypeSize = typeSize, Shuffle = (BloscShuffle)shuffle, Level = level, Compressor = Writable[compressor], BlockSize = length % 3 == 0 ? length / 7 : 0 };
                var content = SampleBytes.Make((SampleKind)kind, length);
                return new BloscDecoder().Decode(new BloscEncoder(options).Encode(content), length).AsSpan().SequenceEqual(content);
            },
            seed: "0001Zarr0001",
            iter: 500,
            threads: 1);

    [Theory]
    [MemberData(nameof(Compressors))]
    public void Damaged_truncated_and_random_chunks_do_no_worse_than_a_typed_exception(BloscCompressor compressor)
    {
        var random = new Random(20264);
        var content = SampleBytes.Make(SampleKind.NoisyPixels, 3000);
        var chunk = new BloscEncoder(new BloscOptions { TypeSize = 2, Compressor = compressor, Level = 1, BlockSize = 1024 }).Encode(content);
        var decoder = new BloscDecoder();
        for (var attempt = 0; attempt < Rounds.Of(3000); attempt++)
        {
            var damaged = chunk.ToArray();
            damaged[random.Next(attempt % 2 == 0 ? chunk.Length : 64)] ^= (byte)random.Next(1, 256);
            AssertHarmless(decoder, damaged);
            AssertHarmless(decoder, damaged[..random.Next(chunk.Length)]);
            random.NextBytes(damaged.AsSpan(4));
            AssertHarmless(decoder, damaged);
        }

        Assert.Equal(content, decoder.Decode(chunk, content.Length));
    }

    [Fact]
    public void No_truncation_passes()
    {
        var chunk = new BloscEncoder(new BloscOptions { TypeSize = 2 }).Encode(SampleBytes.Make(SampleKind.NoisyPixels, 3000));
        for (var length = 0; length < chunk.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => new BloscDecoder().Decode(chunk.AsSpan(0, length), new byte[3000]));
        }
    }

    [Fact]
    public void A_chunk_that_states_more_content_than_is_acceptable_is_refused_before_memory_is_taken()
    {
        var chunk = new BloscEncoder(new BloscOptions()).Encode(new byte[100_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => new BloscDecoder().Decode(chunk, 99_999));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_an_error_and_bytes_after_the_content_stay()
    {
        var content = SampleBytes.Make(SampleKind.Ramp, 1000);
        var chunk = new byte[BloscEncoder.MaxEncodedLength(1000)];
        Assert.Throws<ArgumentException>(() => new BloscEncoder(new BloscOptions()).Encode(content, new byte[chunk.Length - 1]));
        var length = new BloscEncoder(new BloscOptions()).Encode(content, chunk);
        Assert.Throws<InvalidDataException>(() => new BloscDecoder().Decode(chunk.AsSpan(0, length), new byte[999]));
        var decoded = new byte[1100];
        decoded.AsSpan().Fill(0xA5);
        Assert.Equal(1000, new BloscDecoder().Decode(chunk.AsSpan(0, length), decoded));
        Assert.Equal(content, decoded[..1000]);
        Assert.Equal(-1, decoded.AsSpan(1000).IndexOfAnyExcept((byte)0xA5));
    }

    [Theory]
    [InlineData(BloscCompressor.Snappy)]
    [InlineData(BloscCompressor.BloscLz)]
    public void Compressors_that_cannot_write_say_so(BloscCompressor compressor)
    {
        Assert.False(BloscEncoder.CanWrite(compressor));
        Assert.Throws<NotSupportedException>(() => new BloscEncoder(new BloscOptions { Compressor = compressor }));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { TypeSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { TypeSize = 256 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { Level = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { Level = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { BlockSize = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { Shuffle = (BloscShuffle)3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscOptions { Compressor = (BloscCompressor)6 });
        Assert.Throws<ArgumentOutOfRangeException>(() => BloscEncoder.MaxEncodedLength(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BloscEncoder.MaxEncodedLength(int.MaxValue - 15));
    }

    [Theory]
    [InlineData(SampleKind.NoisyPixels, 5)]
    [InlineData(SampleKind.Random, 5)]
    [InlineData(SampleKind.NoisyPixels, 0)]
    public void Any_blocks_are_decoded_alone(SampleKind kind, int level)
    {
        var content = SampleBytes.Make(kind, 100_000);
        var chunk = new BloscEncoder(new BloscOptions { TypeSize = 2, Level = level, BlockSize = 4096 }).Encode(content);
        var header = BloscHeader.Read(chunk);
        var decoder = new BloscDecoder();
        for (var first = 0; first <= header.BlockCount; first++)
        {
            for (var count = 0; first + count <= header.BlockCount; count += 3)
            {
                var expected = content.AsSpan(Math.Min(first * header.BlockSize, content.Length), Math.Min(count * header.BlockSize, Math.Max(0, content.Length - (first * header.BlockSize))));
                var decoded = new byte[expected.Length];
                Assert.Equal(expected.Length, decoder.DecodeBlocks(chunk, first, count, decoded));
                Assert.True(expected.SequenceEqual(decoded));
            }
        }
    }

    [Fact]
    public void Blocks_that_do_not_exist_are_refused()
    {
        var chunk = new BloscEncoder(new BloscOptions { TypeSize = 2, BlockSize = 4096 }).Encode(SampleBytes.Make(SampleKind.NoisyPixels, 100_000));
        var blocks = BloscHeader.Read(chunk).BlockCount;
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscDecoder().DecodeBlocks(chunk, blocks + 1, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscDecoder().DecodeBlocks(chunk, -1, 1, new byte[4096]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloscDecoder().DecodeBlocks(chunk, 1, blocks, new byte[100_000]));
        Assert.Throws<ArgumentException>(() => new BloscDecoder().DecodeBlocks(chunk, 0, 1, new byte[4095]));
    }

    [Fact]
    public void One_encoder_and_one_decoder_serve_many_threads()
    {
        var (encoder, decoder) = (new BloscEncoder(new BloscOptions { TypeSize = 2, Level = 3 }), new BloscDecoder());
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var content = SampleBytes.Make((SampleKind)(i % 4), 20_000);
            Assert.Equal(content, decoder.Decode(encoder.Encode(content), content.Length));
        });
    }

    // Not zlib: the framework's streams of it are objects.
    [Theory]
    [InlineData(BloscCompressor.Zstd)]
    [InlineData(BloscCompressor.Lz4)]
    [InlineData(BloscCompressor.Lz4Hc)]
    public void A_chunk_takes_nothing_from_the_heap_after_warm_up(BloscCompressor compressor)
    {
        var content = SampleBytes.Make(SampleKind.NoisyPixels, 1 << 18);
        var (encoder, decoder) = (new BloscEncoder(new BloscOptions { TypeSize = 2, Compressor = compressor }), new BloscDecoder());
        var (chunk, decoded) = (new byte[BloscEncoder.MaxEncodedLength(content.Length)], new byte[content.Length]);

        // The least of a few: the first warm up, and a collection in between may empty the array pool once.
        Assert.InRange(Enumerable.Range(0, 6).Min(_ => Allocated(() => decoder.Decode(chunk.AsSpan(0, encoder.Encode(content, chunk)), decoded))), 0, 1023);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertHarmless(BloscDecoder decoder, byte[] chunk)
    {
        var destination = new byte[3000];
        try
        {
            Assert.InRange(decoder.Decode(chunk, destination), 0, destination.Length);
            Assert.InRange(decoder.DecodeBlocks(chunk, 0, 1, new byte[200_000]), 0, 200_000);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or ArgumentException)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
