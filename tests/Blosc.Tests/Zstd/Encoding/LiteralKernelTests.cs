using System.Numerics;
using Blosc.Zstd;
using Blosc.Zstd.Decoding;
using Blosc.Zstd.Entropy;
using Xunit;

namespace Blosc.Tests.Zstd.Encoding;

/// <summary>What counts and codes literals, beside the plain algorithms. Runs again with fewer instructions in <see cref="InstructionSetTests"/>.</summary>
public sealed class LiteralKernelTests
{
    private const byte Canary = 0xA5;

    [Fact]
    public void Bytes_are_counted()
    {
        var random = new Random(8);
        for (var length = 0; length < 300; length++)
        {
            var content = SkewedBytes.Make(random, length, random.Next(1, 257), 3 * random.NextDouble());
            Assert.Equal(PlainCounts(content), CountsOf(content));
        }
    }

    [Fact]
    public void Runs_are_counted()
    {
        var content = SkewedBytes.Make(new Random(14), 3000, 200, 2);
        var counts = new int[ByteHistogram.Size];
        ByteHistogram.CountRuns(content, runs: 19, step: 165, counts);
        Assert.Equal(PlainCounts([.. Enumerable.Range(0, 19).SelectMany(run => content.Skip(run * 165).Take(ByteHistogram.RunLength))]), counts);
    }

    [Fact]
    public void A_sample_knows_every_byte_that_occurs_and_no_other()
    {
        var random = new Random(9);
        foreach (var length in (int[])[0, 1, 31, 300, 8191, 8192, 8193, 8215, 8216, 16 * 1024, 20_479, 131_072])
        {
            for (var round = 0; round < 20; round++)
            {
                var content = SkewedBytes.Make(random, length, random.Next(1, 257), 8 * random.NextDouble());
                var counts = new int[ByteHistogram.Size];
                var total = ByteHistogram.Sample(content, counts);
                Assert.Equal(PlainSample(content), counts);
                Assert.Equal(counts.Sum(), total);
                Assert.Equal(PlainCounts(content).Select(count => count > 0), counts.Select(count => count > 0));
            }
        }
    }

    [Fact]
    public void Bytes_that_are_not_in_a_histogram_are_found()
    {
        var random = new Random(10);
        for (var length = 0; length < 300; length++)
        {
            var content = SkewedBytes.Make(random, length, random.Next(1, 257), 3 * random.NextDouble());
            var counts = Enumerable.Range(0, ByteHistogram.Size).Select(_ => Math.Max(0, random.Next(-3, 9))).ToArray();
            var expected = counts.Select((count, value) => count == 0 && content.Contains((byte)value) ? 1 : count).ToArray();
            var before = counts.Sum();
            Assert.Equal(expected.Sum() - before, ByteSet.AddMissing(content, counts));
            Assert.Equal(expected, counts);
        }
    }

    [Fact]
    public void Four_streams_are_those_of_the_plain_algorithm()
    {
        var random = new Random(7);
        for (var length = HuffmanStreams.MinLength; length < 1500; length += random.Next(1, 4))
        {
            AssertStreams(SkewedBytes.Make(random, length, random.Next(2, 257), 3 * random.NextDouble()));
        }
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(4 * 1088)]
    [InlineData(65_535)]
    [InlineData(ZstdFormat.MaxBlockLength)]
    public void Streams_of_many_vectors_are_those_of_the_plain_algorithm(int length)
    {
        var random = new Random(length);
        AssertStreams(SkewedBytes.Make(random, length, 256, 1));
        AssertStreams(SkewedBytes.Make(random, length, 256, 12));
        AssertStreams(SkewedBytes.Make(random, length, 2, 1));
        AssertStreams([.. Enumerable.Range(0, length).Select(i => (byte)((i * 7 % 256) > 200 ? i : 255 - BitOperations.TrailingZeroCount(i + 1)))]);
    }

    [Fact]
    public void Streams_of_the_longest_codes_alone_fit()
    {
        // The rarest bytes only: each takes 11 bits, which is the most that is written.
        var lengths = new byte[ByteHistogram.Size];
        for (var value = 0; value < lengths.Length; value++)
        {
            lengths[value] = (byte)(value < HuffmanLengths.Max - 1 ? value + 1 : value is 10 or 200 ? HuffmanLengths.Max : 0);
        }

        AssertStreams([.. Enumerable.Repeat((byte)200, 3000)], lengths);
        AssertStreams([.. Enumerable.Repeat((byte)10, HuffmanStreams.MinLength)], lengths);
    }

    [Fact]
    public void Codes_are_complete_and_no_longer_than_those_of_the_plain_algorithm()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            // Counts of five significant bits are not cut.
            var counts = Enumerable.Range(0, ByteHistogram.Size)
                .Select(_ => random.Next(2) == 0 ? 0 : random.Next(16, 32) << random.Next(0, 3)).ToArray();
            var lengths = new byte[ByteHistogram.Size];
            HuffmanLengths.Choose(counts, lengths);
            Assert.Equal(counts.Select(count => count > 0), lengths.Select(bits => bits > 0));
            Assert.Equal(1 << HuffmanLengths.Max, lengths.Sum(bits => bits == 0 ? 0 : 1 << (HuffmanLengths.Max - bits)));
            Assert.Equal(PlainHuffmanCost(counts), counts.Zip(lengths, (count, bits) => (long)count * bits).Sum());
        }
    }

    [Fact]
    public void Descriptions_of_codes_are_read_back()
    {
        var random = new Random(12);
        var described = 0;
        for (var round = 0; round < 1000; round++)
        {
            var counts = CountsOf(SkewedBytes.Make(random, random.Next(2, 3000), random.Next(2, 257), 6 * random.NextDouble()));
            if (counts.Count(count => count > 0) < 2)
            {
                continue;
            }

            var (lengths, weights, description) = (new byte[ByteHistogram.Size], new byte[HuffmanTree.SymbolCount], new byte[HuffmanWeights.MaxLength + 1]);
            HuffmanLengths.Choose(counts, lengths);
            var written = HuffmanWeights.Write(lengths, description);
            if (written > 0)
            {
                described++;
                Assert.Equal(written, HuffmanTree.Read(description, weights, out var bits));
                Assert.Equal(lengths, weights.Select(weight => (byte)(weight == 0 ? 0 : bits + 1 - weight)));
            }
        }

        Assert.InRange(described, 900, 1000);
    }

    [Fact]
    public void Logarithms_are_those_of_mathematics()
    {
        for (var value = 1; value < 1 << 24; value += 1 + (value / 999))
        {
            Assert.InRange(BitCost.Log2(value) - (BitCost.Bit * Math.Log2(value)), -1, 1);
        }
    }

    [Fact]
    public void Costs_are_sums_of_logarithms()
    {
        var random = new Random(13);
        for (var round = 0; round < 200; round++)
        {
            var counts = CountsOf(SkewedBytes.Make(random, random.Next(100, 30_000), random.Next(2, 257), 6 * random.NextDouble()));
            var total = counts.Sum();
            var prices = new int[ByteHistogram.Size];
            BitCost.Prices(counts, total, prices);
            Assert.Equal(counts.Select(count => count == 0 ? 0 : Math.Clamp(BitCost.Log2(total) - BitCost.Log2(count), BitCost.Bit, 11 * BitCost.Bit)), prices);
            var sum = counts.Where(count => count > 0).Sum(count => (long)count * Math.Max(BitCost.Bit, BitCost.Log2(total) - BitCost.Log2(count)));
            var overhead = (144 + (4 * counts.Count(count => count > 0))) * BitCost.Bit;
            var expected = counts.Max() == total ? 32 * BitCost.Bit : Math.Min(BitCost.OfRaw(total), sum + overhead);
            Assert.Equal(expected, BitCost.OfLiterals(counts, total));
        }
    }

    private static void AssertStreams(byte[] content)
    {
        if (content.Distinct().Count() > 1)
        {
            var lengths = new byte[ByteHistogram.Size];
            HuffmanLengths.Choose(CountsOf(content), lengths);
            AssertStreams(content, lengths);
        }
    }

    private static void AssertStreams(byte[] content, byte[] lengths)
    {
        var codes = new ulong[ByteHistogram.Size];
        HuffmanStreams.AssignCodes(lengths, codes);
        var room = HuffmanStreams.JumpTableLength + HuffmanStreams.MaxLength(content.Length);
        var buffer = Enumerable.Repeat(Canary, room + 64).ToArray();
        var written = HuffmanStreams.Encode(content, codes, buffer.AsSpan(0, room));
        var streams = PlainStreams(content, lengths);
        var jumps = streams.Take(3).SelectMany(stream => BitConverter.GetBytes((ushort)stream.Length));
        Assert.Equal([.. jumps, .. streams.SelectMany(stream => stream)], buffer[..written]);
        Assert.All(buffer[room..], value => Assert.Equal(Canary, value));
    }

    // Bit by bit, from the last byte to the first, with codes in the order of RFC 8878, 4.2.1.3.
    private static byte[][] PlainStreams(byte[] content, byte[] lengths)
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

        return [.. content.Chunk((content.Length + 3) / 4).Select(quarter => PlainStream(quarter, lengths, codes))];
    }

    private static byte[] PlainStream(byte[] content, byte[] lengths, int[] codes)
    {
        var stream = new List<byte>();
        var (pending, width) = (0, 0);
        foreach (var (code, bits) in content.Reverse().Select(value => (codes[value], (int)lengths[value])).Append((1, 1)))
        {
            pending |= code << width;
            for (width += bits; width >= 8; width -= 8)
            {
                stream.Add((byte)pending);
                pending >>= 8;
            }
        }

        return width > 0 ? [.. stream, (byte)pending] : [.. stream];
    }

    private static long PlainHuffmanCost(int[] counts)
    {
        var queue = new PriorityQueue<long, long>(counts.Where(count => count > 0).Select(count => ((long)count, (long)count)));
        var cost = 0L;
        while (queue.Count > 1)
        {
            var node = queue.Dequeue() + queue.Dequeue();
            cost += node;
            queue.Enqueue(node, node);
        }

        return cost;
    }

    private static int[] PlainCounts(byte[] content)
    {
        var counts = new int[ByteHistogram.Size];
        foreach (var value in content)
        {
            counts[value]++;
        }

        return counts;
    }

    // One word of each three, by a hash of its number; each byte that occurs counts at least once.
    private static int[] PlainSample(byte[] content)
    {
        if (content.Length < 8192)
        {
            return PlainCounts(content);
        }

        var sampled = Enumerable.Range(0, content.Length / 24).SelectMany(i =>
        {
            var hash = unchecked((uint)i * 0x9E3779B1);
            hash = unchecked((hash ^ (hash >> 15)) * 0x85EBCA77);
            return content.Skip(8 * ((3 * i) + (int)((ulong)hash * 3 >> 32))).Take(8);
        });
        return [.. PlainCounts([.. sampled]).Zip(PlainCounts(content), (count, occurs) => Math.Max(count, Math.Min(1, occurs)))];
    }

    private static int[] CountsOf(byte[] content)
    {
        var counts = new int[ByteHistogram.Size];
        ByteHistogram.Count(content, counts);
        return counts;
    }
}
