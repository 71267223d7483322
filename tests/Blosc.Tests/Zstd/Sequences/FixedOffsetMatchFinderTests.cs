using Blosc.Zstd;
using Blosc.Zstd.Sequences;
using TestKit;
using Xunit;

namespace Blosc.Tests.Zstd.Sequences;

public sealed class FixedOffsetMatchFinderTests
{
    [Fact]
    public void What_is_found_is_the_content()
    {
        var random = new Random(1);
        foreach (var row in new[] { 0, 16, 63, 64, 65, 100, 512 })
        {
            for (var round = 0; round < 60; round += Rounds.Step(1))
            {
                var length = round < 20 ? random.Next(1, 300) : random.Next(1, 20_000);
                AssertFinds(Patches(random, length, Math.Max(row, 20)), new RowLayout(1, row), random.Next(4, 17));
            }
        }
    }

    [Fact]
    public void Whole_blocks_come_back()
    {
        var random = new Random(2);
        foreach (var length in new[] { ZstdFormat.MaxBlockLength - 1, ZstdFormat.MaxBlockLength })
        {
            AssertFinds(Patches(random, length, 256), new RowLayout(1, 256), 8);
            AssertFinds(new byte[length], new RowLayout(1, 256), 12);
            AssertFinds(Enumerable.Range(0, length).Select(_ => (byte)random.Next(2)).ToArray(), new RowLayout(3, 300), 4);
        }
    }

    [Fact]
    public void Interleaved_channels_are_neighbours_of_their_own_kind()
    {
        var content = Enumerable.Range(0, 3000).Select(i => (byte)(i % 3 * 50)).ToArray();
        var found = AssertFinds(content, new RowLayout(3, 300), 4);
        Assert.Equal([new Sequence(3, content.Length - 3, 6)], found.Sequences.ToArray());
    }

    [Fact]
    public void A_row_repeats_the_row_above()
    {
        var random = new Random(3);
        var row = Enumerable.Range(0, 200).Select(_ => (byte)random.Next(256)).ToArray();
        byte[] content = [.. Enumerable.Repeat(row, 50).SelectMany(bytes => bytes)];
        var found = AssertFinds(content, new RowLayout(1, 200), 8);
        Assert.Equal(200, found.Literals.Length);
        Assert.Equal(1, found.Sequences.Length);
    }

    [Theory]
    [InlineData(new long[] { 1, 30, 256, 512 }, 1, 512)]
    [InlineData(new long[] { 256, 512, 3 }, 3, 1536)]
    [InlineData(new long[] { 64, 8 }, 1, 0)]
    [InlineData(new long[] { 2, 64, 8 }, 1, 512)]
    [InlineData(new long[] { 1_000_000 }, 1, 0)]
    [InlineData(new long[] { 4, 1_000_000 }, 1, 0)]
    [InlineData(new long[] { 5, 1, 1 }, 1, 0)]
    [InlineData(new long[] { }, 1, 0)]
    public void Rows_are_the_last_axes_of_a_chunk(long[] shape, int element, int row) =>
        Assert.Equal(new RowLayout(element, row), RowLayout.Of(shape));

    // Pieces of rows that repeat the one above, shifted a little, between runs and noise.
    private static byte[] Patches(Random random, int length, int row)
    {
        var content = new byte[length];
        for (var at = 0; at < length;)
        {
            var end = Math.Min(length, at + random.Next(1, random.Next(4) == 0 ? 400 : 40));
            var offset = random.Next(4) switch
            {
                0 => 1,
                1 => row,
                _ => row + random.Next(-1, 2),
            };
            var isNoise = at < offset || random.Next(4) == 0;
            for (; at < end; at++)
            {
                content[at] = isNoise ? (byte)random.Next(5) : content[at - offset];
            }
        }

        return content;
    }

    private static SequenceList AssertFinds(byte[] content, RowLayout rows, int minMatch)
    {
        var found = new SequenceList();
        found.BeginFrame();
        found.BeginBlock();
        new FixedOffsetMatchFinder(rows).Find(content, minMatch, found);
        var literals = found.Literals.ToArray();
        var (at, next) = (0, 0);
        var offsets = new List<int> { 1, 4, 8 };
        foreach (var sequence in found.Sequences.ToArray())
        {
            AssertNothingMissed(content, rows, minMatch, at, at + sequence.Literals);
            AssertSame(content, at, literals, next, sequence.Literals);
            (at, next) = (at + sequence.Literals, next + sequence.Literals);
            var offset = DistanceOf(sequence, offsets);
            Assert.InRange(offset, 1, at);
            AssertSame(content, at, content, at - offset, sequence.Length);
            at += sequence.Length;
        }

        AssertNothingMissed(content, rows, minMatch, at, content.Length);
        AssertSame(content, at, literals, next, content.Length - at);
        Assert.Equal(literals.Length, next + content.Length - at);
        return found;
    }

    // RFC 8878, 3.1.1.5.
    private static int DistanceOf(Sequence sequence, List<int> last)
    {
        const int RepeatOffsetCount = 3;
        var isRepeat = sequence.OffsetValue <= RepeatOffsetCount;
        var place = sequence.OffsetValue - (sequence.Literals == 0 ? 0 : 1);
        var offset = !isRepeat ? sequence.OffsetValue - RepeatOffsetCount : place == RepeatOffsetCount ? last[0] - 1 : last[place];
        last.RemoveAt(isRepeat && place < RepeatOffsetCount ? place : RepeatOffsetCount - 1);
        last.Insert(0, offset);
        return offset;
    }

    private static void AssertSame(byte[] first, int at, byte[] second, int from, int length) =>
        Assert.True(first.AsSpan(at, length).SequenceEqual(second.AsSpan(from, length)));

    // No repeat that is long enough lies whole among the literals.
    private static void AssertNothingMissed(byte[] content, RowLayout rows, int minMatch, int from, int to)
    {
        int[] offsets = rows.Row == 0 ? [rows.Element] : [rows.Element, rows.Row, rows.Row - rows.Element, rows.Row + rows.Element];
        for (var at = from; at + minMatch <= to; at++)
        {
            Assert.DoesNotContain(offsets, offset => at >= offset && content.AsSpan(at, minMatch).SequenceEqual(content.AsSpan(at - offset, minMatch)));
        }
    }
}
