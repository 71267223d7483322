using CsCheck;
using TestKit;
using Xunit;
using Zarr.Arrays;

namespace Zarr.Tests.Arrays;

public sealed class ResizePlanTests
{
    [Theory]
    [InlineData(4, 4, 2, "")] // nothing changes
    [InlineData(4, 6, 2, "2")] // at a chunk edge only what is new
    [InlineData(3, 6, 2, "1 2")] // the cut chunk too
    [InlineData(0, 3, 2, "0 1")]
    [InlineData(5, 5, 2, "")] // cut, but the edge does not move
    public void The_affected_chunks_are_those_outside_and_those_cut(int kept, int envelope, int chunk, string expected) =>
        Assert.Equal(expected, string.Join(' ', new ResizePlan([chunk], [kept], [envelope]).AffectedChunks().Select(index => index[0])));

    [Fact]
    public void Every_affected_chunk_is_listed_once_and_counted()
    {
        var cases =
            from rank in Gen.Int[0, 4]
            from kept in Generators.Shape(rank, 0, 6)
            from more in Generators.Shape(rank, 0, 4)
            from chunk in Generators.Shape(rank, 1, 3)
            select (kept, envelope: Shape.Create([.. kept.Zip(more, (a, b) => a + b)]), chunk);
        cases.Sample(
            test =>
            {
                var plan = new ResizePlan(test.chunk, test.kept, test.envelope);
                var indices = plan.AffectedChunks().ToArray();
                Assert.Equal(plan.Count, indices.Length);
                Assert.Equal(indices.Length, indices.Select(index => string.Join('/', index)).Distinct().Count());
                Assert.All(indices, index => Assert.True(plan.Affects(index)));
            },
            seed: "0000ShapeChg00", iter: 2000);
    }

    [Fact]
    public void Changes_of_any_size_can_be_described()
    {
        Assert.Null(new ResizePlan([1, 1], [1, 1], [1L << 62, 1L << 62]).Count);
        Assert.Equal((1L << 62) - 3, new ResizePlan([1], [3], [1L << 62]).Count);
        Assert.Equal([0], new ResizePlan([1L << 62], [5], [long.MaxValue]).AffectedChunks().First());
        Assert.Equal(Shape.Create([0]), new ResizePlan([4], [5], [long.MaxValue]).VisibleShape([long.MaxValue / 4]));
    }
}
