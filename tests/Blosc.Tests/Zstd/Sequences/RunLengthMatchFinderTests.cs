using Blosc.Zstd;
using Blosc.Zstd.Sequences;
using Xunit;

namespace Blosc.Tests.Zstd.Sequences;

public sealed class RunLengthMatchFinderTests
{
    [Fact]
    public void All_runs_that_are_long_enough_are_found()
    {
        var random = new Random(1);
        for (var round = 0; round < 600; round++)
        {
            var length = round < 300 ? random.Next(1, 300) : random.Next(1, 20_000);
            AssertFindsAll(Runs(random, length, longest: random.Next(4) switch { 0 => 500, 1 => 12, _ => 40 }), offset: random.Next(1, 5));
        }
    }

    [Fact]
    public void Whole_blocks_of_any_runs_are_searched()
    {
        var random = new Random(2);
        foreach (var length in new[] { ZstdFormat.MaxBlockLength - 1, ZstdFormat.MaxBlockLength })
        {
            AssertFindsAll(new byte[length], 1);
            AssertFindsAll(Runs(random, length, 30), 1);
            AssertFindsAll(Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)).ToArray(), 1);
            AssertFindsAll(Enumerable.Range(0, length).Select(i => (byte)(i / (RunLengthMatchFinder.MinMatch + 1))).ToArray(), 1);
        }
    }

    private static byte[] Runs(Random random, int length, int longest)
    {
        var content = new byte[length];
        for (var at = 0; at < length;)
        {
            var end = Math.Min(length, at + random.Next(1, longest));
            content.AsSpan(at..end).Fill((byte)random.Next(4));
            at = end;
        }

        return content;
    }

    private static void AssertFindsAll(byte[] content, int offset)
    {
        var (found, expected) = (new SequenceList(), new SequenceList());
        found.BeginFrame();
        found.BeginBlock();
        new RunLengthMatchFinder(offset).Find(content, found);
        expected.BeginFrame();
        expected.BeginBlock();
        FindOneByOne(content, offset, expected);
        Assert.Equal(expected.Sequences, found.Sequences);
        Assert.Equal(expected.Literals, found.Literals);
    }

    private static void FindOneByOne(byte[] content, int offset, SequenceList found)
    {
        var from = 0;
        for (var at = offset; at < content.Length; at++)
        {
            var end = at;
            while (end < content.Length && content[end] == content[end - offset])
            {
                end++;
            }

            if (end - at >= RunLengthMatchFinder.MinMatch)
            {
                found.Add(content, from, at, end - at, offset);
                (from, at) = (end, end);
            }
        }

        found.AddLiterals(content.AsSpan(from));
    }
}
