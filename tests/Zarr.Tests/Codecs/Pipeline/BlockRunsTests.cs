using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs.Pipeline;

public sealed class BlockRunsTests
{
    private static readonly Gen<(Shape Chunk, Region Box, int Size, int BlockSize)> Cases =
        from rank in Gen.Int[1, 4]
        from chunk in Generators.Shape(rank, 1, 7)
        from box in Generators.Region(chunk)
        from size in Gen.OneOf(1, 2, 3, 8)
        from blockSize in Gen.Int[1, 100]
        select (chunk, box, size, blockSize);

    [Fact]
    public void The_blocks_are_those_that_hold_a_byte_of_the_box() => Cases.Where(test => test.Box.Shape.ElementCount > 0).Sample(
        test =>
        {
            var runs = BlockRuns.Of(test.Chunk, test.Box, test.Size, test.BlockSize);
            Assert.Equal(Naive(test.Chunk, test.Box, test.Size, test.BlockSize), runs.SelectMany(run => Enumerable.Range(run.First, run.Count)));
            Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.First));
        },
        seed: "0000BlockRuns0",
        iter: 20_000);

    [Fact]
    public void A_column_of_a_large_chunk_is_found_without_looking_at_each_element()
    {
        var runs = BlockRuns.Of([1024, 1024, 512], new Region([0, 0, 7], [1024, 1024, 1]), 2, 128 << 10);
        Assert.Equal([new BlockRun(0, 8192)], runs);
    }

    private static IEnumerable<int> Naive(Shape chunk, Region box, int size, int blockSize)
    {
        var isWanted = new NaiveArray(chunk, size, new byte[size]);
        isWanted.Write(box, Enumerable.Repeat((byte)1, (int)box.Shape.ElementCount * size).ToArray());
        var bytes = isWanted.Bytes.ToArray();
        return Enumerable.Range(0, bytes.Length).Where(at => bytes[at] == 1).Select(at => at / blockSize).Distinct();
    }
}
