using Blosc.Zstd;
using Blosc.Zstd.Decoding;
using Blosc.Zstd.Encoding;
using Blosc.Zstd.Entropy;
using Blosc.Zstd.Sequences;
using TestKit;
using Xunit;
using ZstdSharp;

namespace Blosc.Tests.Zstd.Sequences;

/// <summary>Blocks of literals and repeats, read by another implementation and by our own.</summary>
public sealed class SequenceBlockTests
{
    private readonly SequenceWriter writer = new();
    private readonly SequenceList found = new();

    [Fact]
    public void Any_literals_and_repeats_come_back()
    {
        var random = new Random(1);
        for (var round = 0; round < Rounds.Of(400); round++)
        {
            AssertComesBack(Make(random, count: random.Next(1, 3000), maxLiterals: 1 << random.Next(8), maxLength: 3 + (1 << random.Next(12)), offsets: random.Next(1, 40)));
        }
    }

    [Fact]
    public void Every_number_of_literals_and_every_length_comes_back()
    {
        var random = new Random(2);
        var parts = Enumerable.Range(0, 300).Select(i => new Part((i + 10) % 150, 3 + i, 1 + (i % 7)));
        AssertComesBack(Build(random, parts));
        foreach (var size in new[] { 511, 512, 1023, 1024, 4095, 16384, 32767, 60000 })
        {
            AssertComesBack(Build(random, [new Part(size, 3, 1), new Part(1, size, 1), new Part(0, 5, 2)]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(0x7EFF)]
    [InlineData(0x7F00)]
    [InlineData(0x7F01)]
    public void Any_number_of_sequences_comes_back(int count)
    {
        var random = new Random(count);
        AssertComesBack(Build(random, Enumerable.Range(0, count).Select(i => new Part(i == 0 ? 9 : 0, 3, 1 + random.Next(8)))), mayBeRaw: count > 0x7000);
    }

    [Fact]
    public void Sequences_of_one_kind_come_back() => AssertComesBack(Build(new Random(3), Enumerable.Range(0, 500).Select(_ => new Part(2, 40, 2))));

    [Fact]
    public void Repeats_of_the_last_three_distances_come_back()
    {
        var random = new Random(4);
        var recent = new[] { 17, 99, 512, 700 };
        for (var round = 0; round < 50; round++)
        {
            AssertComesBack(Build(random, Enumerable.Range(0, 800).Select(i => new Part(i == 0 ? 1000 : random.Next(3), 20 + random.Next(20), recent[random.Next(4)]))));
        }
    }

    [Fact]
    public void Blocks_of_one_frame_share_their_last_distances_unless_one_is_stored_as_it_is()
    {
        var random = new Random(5);
        var noise = new byte[5000];
        random.NextBytes(noise);
        var contents = Enumerable.Range(0, 6).Select(_ => Build(random, Enumerable.Range(0, 60).Select(i => new Part(i == 0 ? 400 : 2, 50, 100 + (i % 3))))).ToArray();
        byte[] whole = [.. contents.SelectMany(made => made.Content.Concat(noise))];
        var frame = new byte[whole.Length + 100];
        var frameWriter = new FrameWriter(frame, whole.Length);
        found.BeginFrame();
        foreach (var (content, parts) in contents)
        {
            Fill(content, parts);
            frameWriter.AddSequences(content, found, writer, new byte[FrameWriter.ScratchLength(content.Length)]);

            // Pretends to have found something in noise: the block is stored as it is, and its offsets must not count.
            found.BeginBlock();
            found.Add(noise, 0, 200, 3, 77);
            found.AddLiterals(noise.AsSpan(203));
            frameWriter.AddSequences(noise, found, writer, new byte[FrameWriter.ScratchLength(noise.Length)]);
        }

        AssertDecodes(whole, frame.AsSpan(0, frameWriter.Close()));
    }

    [Fact]
    public void Predefined_codes_are_used_where_describing_others_does_not_pay()
    {
        var few = Build(new Random(6), Enumerable.Range(0, 4).Select(i => new Part(30 + i, 20 + i, 10 + i)));
        Assert.InRange(AssertComesBack(few), 1, 30 + 31 + 32 + 33 + 40);
    }

    [Fact]
    public void Shares_of_any_counts_fill_their_table_and_can_be_described()
    {
        var random = new Random(7);
        for (var round = 0; round < Rounds.Of(3000); round++)
        {
            var symbols = random.Next(2, SequenceCodes.MatchLengthCodes + 1);
            var counts = new int[SequenceCodes.MatchLengthCodes];
            for (var symbol = 0; symbol < symbols; symbol++)
            {
                counts[symbol] = random.Next(3) == 0 ? 0 : 1 + (int)Math.Pow(random.NextDouble() * 20, 1 + (3 * random.NextDouble()));
            }

            (counts[0], counts[symbols - 1]) = (1, 1 + random.Next(100_000));
            var encoder = new FseEncoder(SequenceCodes.MatchLengthCodes, 9);
            encoder.Normalize(counts, counts.Sum());
            var description = new byte[128];
            Assert.InRange(encoder.WriteNCount(description), 1, description.Length);
            Assert.Equal(encoder.TableLength, encoder.NormalizedCounts.ToArray().Sum());
            Assert.All(Enumerable.Range(0, counts.Length), symbol => Assert.Equal(counts[symbol] > 0, encoder.NormalizedCounts[symbol] > 0));
        }
    }

    private static (byte[] Content, Part[] Parts) Make(Random random, int count, int maxLiterals, int maxLength, int offsets)
    {
        var parts = new List<Part> { new(10, 3, 1) };
        for (var (i, length) = (0, 13); i < count; i++)
        {
            var literals = random.Next(maxLiterals + 1);
            var part = new Part(literals, 3 + random.Next(maxLength), 1 + random.Next(Math.Min(offsets, length + literals)));
            length += part.Literals + part.Length;
            if (length > ZstdFormat.MaxBlockLength)
            {
                break;
            }

            parts.Add(part);
        }

        return Build(random, parts);
    }

    private static (byte[] Content, Part[] Parts) Build(Random random, IEnumerable<Part> parts)
    {
        var content = new List<byte>();
        var kept = parts.ToArray();
        var symbols = random.Next(1, 256);
        foreach (var part in kept)
        {
            for (var i = 0; i < part.Literals; i++)
            {
                content.Add((byte)random.Next(symbols));
            }

            for (var i = 0; i < part.Length; i++)
            {
                content.Add(content[^part.Distance]);
            }
        }

        content.AddRange(Enumerable.Repeat((byte)1, random.Next(20)));
        return ([.. content], kept);
    }

    private void Fill(byte[] content, Part[] parts)
    {
        found.BeginBlock();
        var at = 0;
        foreach (var part in parts)
        {
            found.Add(content, at, at + part.Literals, part.Length, part.Distance);
            at += part.Literals + part.Length;
        }

        found.AddLiterals(content.AsSpan(at));
    }

    private int AssertComesBack((byte[] Content, Part[] Parts) made, bool mayBeRaw = false)
    {
        var (content, parts) = made;
        found.BeginFrame();
        Fill(content, parts);
        Assert.Equal(content.Length, found.Literals.Length + parts.Sum(part => part.Length));
        var frame = new byte[content.Length + 32];
        var frameWriter = new FrameWriter(frame, content.Length);
        frameWriter.AddSequences(content, found, writer, new byte[FrameWriter.ScratchLength(content.Length)]);
        var length = frameWriter.Close();
        Assert.True(mayBeRaw || length <= content.Length + 16);
        AssertDecodes(content, frame.AsSpan(0, length));
        return length;
    }

    private static void AssertDecodes(byte[] content, ReadOnlySpan<byte> frame)
    {
        using var decompressor = new Decompressor();
        Assert.True(content.AsSpan().SequenceEqual(decompressor.Unwrap(frame)));
        var decoded = new byte[content.Length];
        Assert.Equal(content.Length, new ZstdDecoder().Decompress(frame, decoded));
        Assert.Equal(content, decoded);
    }

    private sealed record Part(int Literals, int Length, int Distance);
}
