using Blosc.Buffers;
using Blosc.Zstd;
using Blosc.Zstd.Decoding;
using TestKit;
using Xunit;
using ZstdSharp;

namespace Blosc.Tests.Zstd.Decoding;

public sealed class LiteralsDecoderTests
{
    private const byte Untouched = 0xA5;

    private static readonly int[] Lengths = [300, 1000, 1023, 1024, 4097, 65536, 100_001, 131072, 300_000];
    private static readonly double[] Widths = [1, 2, 4, 9, 20, 50, 90, 127];

    public static TheoryData<int, double> Contents()
    {
        var data = new TheoryData<int, double>();
        foreach (var length in Lengths)
        {
            foreach (var width in Widths)
            {
                data.Add(length, width);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void A_frame_of_noise_is_decoded(int length, double width)
    {
        var content = NoiseFrames.Noise(length, width);
        var frame = NoiseFrames.Compress(content);
        Assert.Equal(content, Decode(new LiteralsDecoder(new ZstdDecompressors()), frame, length));
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Two_frames_of_noise_are_decoded_together(int length, double width)
    {
        var (first, second) = (NoiseFrames.Noise(length, width), NoiseFrames.Noise(length / 2, 128 - width, seed: 2));
        var (firstFrame, secondFrame) = (NoiseFrames.Compress(first), NoiseFrames.Compress(second));
        byte[] source = [1, 2, .. firstFrame, 3, .. secondFrame, 4];
        var destination = new byte[first.Length + second.Length + 7];
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        Assert.True(decoder.TryAdd(source, destination, new StreamSegment(2, firstFrame.Length, 4, first.Length)));
        Assert.True(decoder.TryAdd(
            source, destination, new StreamSegment(3 + firstFrame.Length, secondFrame.Length, 5 + first.Length, second.Length)));
        Assert.True(decoder.TryFinish(source, destination));
        Assert.Equal([0, 0, 0, 0, .. first, 0, .. second, 0, 0], destination);
    }

    [Fact]
    public void Frames_may_lie_and_belong_in_any_order()
    {
        double[] widths = [100, 20, 50, 5, 90, 100];
        var contents = widths.Select((width, i) => NoiseFrames.Noise(5000 + (100 * i), width, i)).ToArray();
        var frames = contents.Select(NoiseFrames.Compress).ToArray();
        byte[] source = [.. frames.Reverse().SelectMany(frame => frame)];
        int[] order = [1, 5, 0, 3, 4, 2];
        var destination = new byte[contents.Sum(content => content.Length)];
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        foreach (var i in order)
        {
            var start = frames.Skip(i + 1).Sum(frame => frame.Length);
            var to = contents.Take(i).Sum(content => content.Length);
            Assert.True(decoder.TryAdd(source, destination, new StreamSegment(start, frames[i].Length, to, contents[i].Length)));
        }

        Assert.True(decoder.TryFinish(source, destination));
        Assert.Equal(contents.SelectMany(content => content), destination);
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Blocks_come_out_as_symbol_by_symbol(int length, double width)
    {
        var frame = NoiseFrames.Compress(NoiseFrames.Noise(length, width));
        Assert.Equal(PlainFrame.Decode(frame), Decode(new LiteralsDecoder(new ZstdDecompressors()), frame, length));
    }

    [Fact]
    public void Trees_that_stand_for_several_blocks_and_blocks_of_all_kinds_are_read()
    {
        byte[] content = [.. NoiseFrames.Noise(400_000, 50), .. new byte[300_000], .. NoiseFrames.Noise(400_000, 50), .. RandomBytes(300_000)];
        var frame = NoiseFrames.Compress(content);
        Assert.Equal(content, Decode(new LiteralsDecoder(new ZstdDecompressors()), frame, content.Length));
        Assert.Equal(
            [LiteralsKind.Raw, LiteralsKind.Repeated, LiteralsKind.Coded, LiteralsKind.CodedAsBefore],
            PlainFrame.Blocks(frame).Select(block => block.Kind).Distinct().Order());
    }

    [Fact]
    public void A_frame_of_nothing_but_matches_is_left_to_others()
    {
        var noise = NoiseFrames.Noise(5000, 50);
        using var compressor = new Compressor(3);
        Assert.Null(Decode(new LiteralsDecoder(new ZstdDecompressors()), compressor.Wrap([.. noise, .. noise]).ToArray(), 10_000));
    }

    [Theory]
    [InlineData(9_999)]
    [InlineData(10_001)]
    public void A_frame_of_another_length_is_left_to_others(int length) =>
        Assert.Null(Decode(new LiteralsDecoder(new ZstdDecompressors()), NoiseFrames.Compress(NoiseFrames.Noise(10_000, 50)), length));

    [Fact]
    public void A_frame_that_is_followed_by_something_is_left_to_others() =>
        Assert.Null(Decode(new LiteralsDecoder(new ZstdDecompressors()), [.. NoiseFrames.Compress(NoiseFrames.Noise(10_000, 50)), 0], 10_000));

    [Fact]
    public void A_damaged_frame_that_waits_is_told_at_the_end_and_not_again()
    {
        var content = NoiseFrames.Noise(20_000, 50);
        var frame = NoiseFrames.Compress(content);
        var damaged = frame.ToArray();
        damaged[frame.Length / 2] ^= 0x10;
        damaged[frame.Length / 3] ^= 0x08;
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        var destination = new byte[content.Length];
        Assert.True(decoder.TryAdd(damaged, destination, new StreamSegment(0, damaged.Length, 0, destination.Length)));
        Assert.False(decoder.TryFinish(damaged, destination));
        Assert.Equal(content, Decode(decoder, frame, content.Length));
    }

    [Fact]
    public void What_is_accepted_of_damaged_frames_is_what_zstd_makes_of_them()
    {
        var random = new Random(20_261_123);
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        var accepted = 0;
        for (var round = 0; round < Rounds.Of(4000); round++)
        {
            var content = NoiseFrames.Noise(random.Next(200, 3000), Widths[random.Next(Widths.Length)], round);
            var frame = NoiseFrames.Compress(content);
            FrameDamage.Apply(frame, random);
            if (Decode(decoder, frame, content.Length) is { } decoded)
            {
                Assert.Equal(ByZstd(frame, content.Length), decoded);
                accepted++;
            }
        }

        Assert.InRange(accepted, Rounds.Of(100), Rounds.Of(3900));
    }

    [Fact]
    public void A_frame_may_have_a_run_of_blocks_with_matches_between_literals()
    {
        var random = new Random(20_261_125);
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        var taken = 0;
        for (var round = 0; round < Rounds.Of(150); round++)
        {
            var frame = NoiseFrames.Mixed(random, out var content);
            Assert.Equal(content, ByZstd(frame, content.Length));
            if (Decode(decoder, frame, content.Length) is { } decoded)
            {
                Assert.Equal(content, decoded);
                taken++;
            }
        }

        Assert.InRange(taken, Rounds.Of(50), Rounds.Of(150) - 1);
    }

    [Fact]
    public void A_run_that_looks_back_at_literals_is_left_to_others_or_decoded()
    {
        var random = new Random(20_261_126);
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        for (var round = 0; round < 15; round++)
        {
            var pieces = Enumerable.Range(0, 12).Select(_ => NoiseFrames.Noise(random.Next(20_000, 60_000), random.Next(1, 127), random.Next())).ToArray();
            byte[] content = [.. Enumerable.Range(0, 10).SelectMany(i => pieces[random.Next(i + 2)])];
            var frame = NoiseFrames.CompressWithMatches(content, 1 + random.Next(5));
            var decoded = Decode(decoder, frame, content.Length);
            Assert.True(decoded is null || decoded.AsSpan().SequenceEqual(content));
        }
    }

    [Fact]
    public void What_is_accepted_of_damaged_frames_with_runs_is_what_zstd_makes_of_them()
    {
        var random = new Random(20_261_127);
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        var accepted = 0;
        for (var round = 0; round < Rounds.Of(800); round++)
        {
            var frame = NoiseFrames.Mixed(random, out var content);
            FrameDamage.Apply(frame, random);
            if (Decode(decoder, frame, content.Length) is { } decoded)
            {
                Assert.Equal(ByZstd(frame, content.Length), decoded);
                accepted++;
            }
        }

        Assert.InRange(accepted, Rounds.Of(20), Rounds.Of(780));
    }

    // Null if the decoder does not take the frame. The memory beyond the content must stay as it is.
    private static byte[]? Decode(LiteralsDecoder decoder, byte[] frame, int length)
    {
        byte[] source = [9, 9, 9, .. frame, 9, 9];
        var destination = new byte[length + 64];
        destination.AsSpan().Fill(Untouched);
        var isTaken = decoder.TryAdd(source, destination, new StreamSegment(3, frame.Length, 32, length));
        var isIntact = decoder.TryFinish(source, destination);
        Assert.Equal(-1, destination.AsSpan(0, 32).IndexOfAnyExcept(Untouched));
        Assert.Equal(-1, destination.AsSpan(32 + length).IndexOfAnyExcept(Untouched));
        return isTaken && isIntact ? destination[32..(32 + length)] : null;
    }

    private static byte[]? ByZstd(byte[] frame, int length)
    {
        using var decompressor = new Decompressor();
        try
        {
            var content = new byte[length];
            return decompressor.Unwrap(frame, content) == length ? content : null;
        }
        catch (ZstdException)
        {
            return null;
        }
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
