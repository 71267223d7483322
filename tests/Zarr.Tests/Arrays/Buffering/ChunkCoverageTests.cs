using CsCheck;
using TestKit;
using Xunit;
using Zarr.Arrays.Buffering;

namespace Zarr.Tests.Arrays.Buffering;

public sealed class ChunkCoverageTests
{
    private static readonly Gen<(Shape Chunk, Shape Inside, Region[] Boxes)> Cases =
        from rank in Gen.Int[1, 4]
        from inside in Generators.Shape(rank, 1, 9)
        from beyond in Generators.Shape(rank, 0, 3)
        from boxes in Generators.Region(inside).Array[0, 8]
        select (Shape.Create([.. inside.Zip(beyond, (a, b) => a + b)]), inside, boxes);

    [Fact]
    public void Random_boxes_cover_what_a_naive_array_says() => Cases.Sample(
        (chunk, inside, boxes) =>
        {
            var coverage = new ChunkCoverage(inside);
            var naive = new NaiveArray(chunk, 2, [0, 0]);
            foreach (var box in boxes.Where(box => box.Shape.ElementCount > 0))
            {
                coverage.Add(box.Offset, box.Shape);
                naive.Write(box, Ones(box.Shape));
            }

            Assert.Equal(naive.Read(Region.Whole(inside)).All(b => b == 1), coverage.IsComplete);
            Assert.Equal(naive.Bytes.ToArray(), Copied(coverage, chunk));
        },
        seed: "0000Coverage1",
        iter: 10000);

    [Fact]
    public void Elements_that_are_written_twice_count_once()
    {
        var coverage = new ChunkCoverage([2, 3]);
        coverage.Add([0, 0], [1, 3]);
        coverage.Add([0, 1], [1, 2]);
        coverage.Add([0, 0], [1, 3]);
        Assert.False(coverage.IsComplete);
        coverage.Add([0, 0], [2, 2]);
        Assert.False(coverage.IsComplete);
        coverage.Add([1, 1], [1, 2]);
        Assert.True(coverage.IsComplete);
    }

    [Fact]
    public void The_planes_of_a_default_chunk_take_a_bit_each()
    {
        var chunks = Enumerable.Range(0, 1000).Select(_ => new ChunkCoverage([1, 1, 25, 256, 256])).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        chunks.ForEach(coverage => coverage.Add([0, 0, 7, 0, 0], [1, 1, 1, 256, 256]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 500);
    }

    private static byte[] Ones(Shape shape) => [.. Enumerable.Repeat((byte)1, 2 * (int)shape.ElementCount)];

    private static byte[] Copied(ChunkCoverage coverage, Shape chunk)
    {
        var copy = new byte[chunk.ElementCount * 2];
        coverage.CopyCovered(Ones(chunk), copy, chunk, 2);
        return copy;
    }
}
