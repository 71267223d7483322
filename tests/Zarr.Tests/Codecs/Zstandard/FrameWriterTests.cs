using Xunit;
using Zarr.Codecs.Compression;
using Zarr.Codecs.Zstandard;

namespace Zarr.Tests.Codecs.Zstandard;

public sealed class FrameWriterTests
{
    private readonly ZstdContexts zstd = new();

    [Fact]
    public void Literals_of_every_length_come_back()
    {
        var random = new Random(1);
        for (var length = 1; length < 3000; length++)
        {
            RoundTrip(Skewed(random, length, symbols: random.Next(1, 257), skew: 5 * random.NextDouble()));
        }
    }

    [Fact]
    public void Literals_of_every_number_of_symbols_come_back()
    {
        var random = new Random(2);
        for (var symbols = 1; symbols <= 256; symbols++)
        {
            RoundTrip(Skewed(random, 4000, symbols, skew: 1));
            RoundTrip(Skewed(random, 4000, symbols, skew: 8));
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
    [InlineData(FrameWriter.MaxBlockLength)]
    public void Literals_at_the_limits_of_headers_come_back(int length)
    {
        var random = new Random(length);
        RoundTrip(Skewed(random, length, 200, 2));
        RoundTrip(Skewed(random, length, 256, 1));
        RoundTrip(Skewed(random, length, 2, 1));
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
        var content = Skewed(new Random(4), 65536, 60, 2);
        var counts = CountsOf(content);
        var bits = counts.Where(count => count > 0).Sum(count => -count * Math.Log2((double)count / content.Length));
        Assert.InRange(RoundTrip(content), bits / 8, (1.01 * bits / 8) + 150);
    }

    [Fact]
    public void Blocks_of_another_frame_stand_between_literals()
    {
        var random = new Random(5);
        byte[] before = Skewed(random, 20000, 30, 2), after = Skewed(random, 9000, 250, 1), structured = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i / 7 % 50))];
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
        var content = Skewed(new Random(6), 5000, 100, 1);
        var fits = RoundTrip(content);
        Assert.Equal(0, Write(content, new byte[fits - 1]));
        Assert.Equal(0, Write(content, new byte[3]));
        Assert.Equal(fits, Write(content, new byte[fits]));
    }

    [Fact]
    public void Four_streams_are_those_of_the_plain_algorithm()
    {
        var random = new Random(7);
        for (var length = HuffmanStreams.MinLength; length < 2000; length += random.Next(1, 9))
        {
            var content = Skewed(random, length, random.Next(2, 257), 3 * random.NextDouble());
            if (content.Distinct().Count() == 1)
            {
                continue;
            }

            var lengths = new byte[ByteHistogram.Size];
            HuffmanLengths.Choose(CountsOf(content), lengths);
            var codes = new ulong[ByteHistogram.Size];
            HuffmanStreams.AssignCodes(lengths, codes);
            var destination = new byte[HuffmanStreams.JumpTableLength + HuffmanStreams.MaxLength(length)];
            var written = HuffmanStreams.Encode(content, codes, destination);
            Assert.Equal(PlainStreams(content, lengths), destination[HuffmanStreams.JumpTableLength..written]);
        }
    }

    [Fact]
    public void Bytes_are_counted()
    {
        var random = new Random(8);
        for (var length = 0; length < 100; length++)
        {
            var content = Skewed(random, length, 256, 1);
            var counts = CountsOf(content);
            Assert.All(Enumerable.Range(0, 256), value => Assert.Equal(content.Count(one => one == value), counts[value]));
        }
    }

    // Bit by bit, from the last byte to the first, with codes in the order of RFC 8878, 4.2.1.3.
    private static byte[] PlainStreams(byte[] content, byte[] lengths)
    {
        var codes = new int[lengths.Length];
        var next = 0;
        for (var bits = HuffmanLengths.Max; bits > 0; bits--)
        {
            for (var value = 0; value < lengths.Length; value++)
            {
                if (lengths[value] == bits)
                {
                    codes[value] = next++;
                }
            }

            next >>= 1;
        }

        return [.. content.Chunk((content.Length + 3) / 4).SelectMany(quarter => PlainStream(quarter, lengths, codes))];
    }

    private static byte[] PlainStream(byte[] content, byte[] lengths, int[] codes)
    {
        var bits = new List<bool>();
        foreach (var value in content.Reverse())
        {
            bits.AddRange(Enumerable.Range(0, lengths[value]).Select(bit => ((codes[value] >> bit) & 1) != 0));
        }

        bits.Add(true);
        return [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, place) => bit ? 1 << place : 0).Sum())];
    }

    private static byte[] Skewed(Random random, int length, int symbols, double skew)
    {
        var first = random.Next(0, 257 - symbols);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)(first + (int)(symbols * Math.Pow(random.NextDouble(), skew))))];
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
        Assert.Equal(content.Length, zstd.Decompress(frame, decoded));
        Assert.True(content.AsSpan().SequenceEqual(decoded));
    }
}
