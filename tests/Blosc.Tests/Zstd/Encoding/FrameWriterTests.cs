using System.Security.Cryptography;
using Blosc.Zstd;
using Blosc.Zstd.Decoding;
using Blosc.Zstd.Encoding;
using Blosc.Zstd.Entropy;
using Xunit;

namespace Blosc.Tests.Zstd.Encoding;

public sealed class FrameWriterTests
{
    private readonly ZstdCompressors zstd = new();

    [Fact]
    public void Literals_of_every_length_come_back()
    {
        var random = new Random(1);
        for (var length = 1; length < 3000; length++)
        {
            RoundTrip(SkewedBytes.Make(random, length, symbols: random.Next(1, 257), skew: 5 * random.NextDouble()));
        }
    }

    [Fact]
    public void Literals_of_every_number_of_symbols_come_back()
    {
        var random = new Random(2);
        for (var symbols = 1; symbols <= 256; symbols++)
        {
            RoundTrip(SkewedBytes.Make(random, 4000, symbols, skew: 1));
            RoundTrip(SkewedBytes.Make(random, 4000, symbols, skew: 8));
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(16383)]
    [InlineData(16384)]
    [InlineData(65791)]
    [InlineData(65792)]
    [InlineData(ZstdFormat.MaxBlockLength)]
    public void Literals_at_the_limits_of_headers_come_back(int length)
    {
        var random = new Random(length);
        RoundTrip(SkewedBytes.Make(random, length, 200, 2));
        RoundTrip(SkewedBytes.Make(random, length, 256, 1));
        RoundTrip(SkewedBytes.Make(random, length, 2, 1));
        RoundTrip(new byte[length]);
    }

    [Fact]
    public void Codes_that_would_be_too_long_are_cut_and_come_back()
    {
        // Fibonacci counts give the deepest trees.
        var counts = new List<int> { 1, 1 };
        while (counts.Count < 22)
        {
            counts.Add(counts[^1] + counts[^2]);
        }

        var content = counts.SelectMany((count, symbol) => Enumerable.Repeat((byte)(symbol * 7), count)).ToArray();
        new Random(3).Shuffle(content);
        Span<byte> lengths = stackalloc byte[ByteHistogram.Size];
        HuffmanLengths.Choose(CountsOf(content), lengths);
        Assert.Equal(1 << HuffmanLengths.Max, lengths.ToArray().Sum(bits => bits == 0 ? 0 : 1 << (HuffmanLengths.Max - bits)));
        RoundTrip(content);
    }

    [Fact]
    public void Literals_take_little_more_than_their_entropy()
    {
        var content = SkewedBytes.Make(new Random(4), 65536, 60, 2);
        var counts = CountsOf(content);
        var bits = counts.Where(count => count > 0).Sum(count => -count * Math.Log2((double)count / content.Length));
        Assert.InRange(RoundTrip(content), bits / 8, (1.01 * bits / 8) + 150);
    }

    [Theory]
    [InlineData(HuffmanStreams.MinLength)]
    [InlineData(5000)]
    [InlineData(ZstdFormat.MaxBlockLength)]
    public void Codes_are_the_same_whether_they_are_written_in_place_or_moved_there(int length)
    {
        var content = SkewedBytes.Make(new Random(length), length, 40, 3);
        var exact = RoundTrip(content);
        var (tight, roomy) = (new byte[exact], new byte[FrameWriter.ScratchLength(length) + 32]);
        Assert.Equal(exact, Write(content, tight));
        Assert.Equal(exact, Write(content, roomy));
        Assert.Equal(tight, roomy[..exact]);
    }

    [Fact]
    public void A_sample_is_enough_to_choose_codes()
    {
        var random = new Random(9);
        for (var round = 0; round < 40; round++)
        {
            var content = SkewedBytes.Make(random, random.Next(4096, 60_000), random.Next(2, 257), 1 + (4 * random.NextDouble()));
            var counts = new int[ByteHistogram.Size];
            ByteHistogram.Sample(content, counts);
            var frame = new byte[content.Length + 32];
            var writer = new FrameWriter(frame, content.Length);
            writer.AddLiterals(content, counts, new byte[FrameWriter.ScratchLength(content.Length)]);
            var length = writer.Close();
            Assert.InRange(length, 1, (1.02 * RoundTrip(content)) + 100);
            AssertDecodes(content, frame.AsSpan(0, length));
        }
    }

    [Fact]
    public void The_same_literals_give_the_same_frame_on_every_processor()
    {
        var stream = new byte[ZstdFormat.MaxBlockLength];
        var state = 1u;
        for (var i = 0; i < stream.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            stream[i] = (byte)((state >> 27) + (state >> 5 & 15) + (i / 30_000 * 40));
        }

        var segments = new LiteralSegments();
        segments.Add(stream, 0, stream.Length);
        var frame = new byte[stream.Length];
        var writer = new FrameWriter(frame, stream.Length);
        for (var i = 0; i < segments.Count; i++)
        {
            writer.AddLiterals(stream.AsSpan(segments[i].Start, segments[i].Length), segments.CountsOf(i), new byte[FrameWriter.ScratchLength(segments[i].Length)]);
        }

        var length = writer.Close();
        Assert.InRange(segments.Count, 2, 8);
        Assert.InRange(length, 1, stream.Length * 3 / 4);
        AssertDecodes(stream, frame.AsSpan(0, length));
        Assert.Equal("eb3beec726179a75b2c6bb960d5e6dbb", Convert.ToHexStringLower(SHA256.HashData(frame.AsSpan(0, length)))[..32]);
    }

    [Fact]
    public void Blocks_of_another_frame_stand_between_literals()
    {
        var random = new Random(5);
        byte[] before = SkewedBytes.Make(random, 20000, 30, 2), after = SkewedBytes.Make(random, 9000, 250, 1), structured = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i / 7 % 50))];
        var frame = new byte[400_000];
        var frameLength = zstd.Compress(structured, frame, 5);
        byte[] whole = [.. before, .. structured, .. after];
        var destination = new byte[whole.Length];
        var writer = new FrameWriter(destination, whole.Length);
        var scratch = new byte[FrameWriter.ScratchLength(before.Length)];
        writer.AddLiterals(before, CountsOf(before), scratch);
        writer.AddBlocksOf(frame.AsSpan(0, frameLength));
        writer.AddLiterals(after, CountsOf(after), scratch);
        AssertDecodes(whole, destination.AsSpan(0, writer.Close()));
    }

    [Fact]
    public void A_frame_that_does_not_fit_is_said_to_have_no_length()
    {
        var content = SkewedBytes.Make(new Random(6), 5000, 100, 1);
        var fits = RoundTrip(content);
        Assert.Equal(0, Write(content, new byte[fits - 1]));
        Assert.Equal(0, Write(content, new byte[3]));
        Assert.Equal(fits, Write(content, new byte[fits]));
    }

    private static int[] CountsOf(byte[] content)
    {
        var counts = new int[ByteHistogram.Size];
        ByteHistogram.Count(content, counts);
        return counts;
    }

    private static int Write(byte[] content, byte[] destination)
    {
        var writer = new FrameWriter(destination, content.Length);
        writer.AddLiterals(content, CountsOf(content), new byte[FrameWriter.ScratchLength(content.Length)]);
        return writer.Close();
    }

    private int RoundTrip(byte[] content)
    {
        var frame = new byte[content.Length + 32];
        var length = Write(content, frame);
        Assert.InRange(length, 1, content.Length + 16);
        AssertDecodes(content, frame.AsSpan(0, length));
        return length;
    }

    private void AssertDecodes(byte[] content, ReadOnlySpan<byte> frame)
    {
        var decoded = new byte[content.Length];
        Assert.Equal(content.Length, new ZstdDecoder().Decompress(frame, decoded));
        Assert.True(content.AsSpan().SequenceEqual(decoded));
    }
}
