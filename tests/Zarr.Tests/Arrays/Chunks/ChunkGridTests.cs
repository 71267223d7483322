using CsCheck;
using TestKit;
using Xunit;
using Zarr.Arrays;

namespace Zarr.Tests.Arrays;

public sealed class ChunkGridTests
{
    private static readonly Gen<(Shape Array, Shape Chunk, Region Region)> Cases =
        from rank in Gen.Int[0, 4]
        from array in Generators.Shape(rank, 0, 12)
        from chunk in Generators.Shape(rank, 1, 8)
        from region in Generators.Region(array)
        select (array, chunk, region);

    //      0   1   2   3 | 4   5   6   7 | 8   9
    //    +---------------+---------------+-------+ - - - +
    //  0 |               |               |       |
    //  1 |           # # | # # # # # # # | # #   |         region [1..4, 2..9]: # marks its columns 2 to 8,
    //  2 |           # # | # # # # # # # | # #   |         chunks of 3 x 4 in an array of 5 x 10
    //    +---------------+---------------+-------+ - - - +
    //  3 |           # # | # # # # # # # | # #   |
    //  4 |               |               |       |
    //    +---------------+---------------+-------+
    [Fact]
    public void A_region_touches_its_chunks_in_C_order()
    {
        var chunks = Project([5, 10], [3, 4], new Region([1, 2], [3, 7]));
        Assert.Equal(["0,0", "0,1", "0,2", "1,0", "1,1", "1,2"], chunks.Select(Index));
        Assert.Equal(
            ["[1..3, 2..4]", "[1..3, 4..8]", "[1..3, 8..9]", "[3..4, 2..4]", "[3..4, 4..8]", "[3..4, 8..9]"],
            chunks.Select(chunk => chunk.Overlap.ToString()));
        Assert.All(chunks, chunk => Assert.False(chunk.CoversChunk));
    }

    [Fact]
    public void An_edge_chunk_is_covered_by_a_region_that_holds_all_of_it_inside_the_array()
    {
        var chunks = Project([5, 10], [3, 4], new Region([3, 4], [2, 6]));
        Assert.Equal(["1,1", "1,2"], chunks.Select(Index));
        Assert.All(chunks, chunk => Assert.True(chunk.CoversChunk));
    }

    [Fact]
    public void Offsets_count_from_the_chunk_and_from_the_region()
    {
        var region = new Region([1, 2], [3, 7]);
        var chunk = Project([5, 10], [3, 4], region)[5];
        var offset = new long[2];
        chunk.OffsetInChunk([3, 4], offset);
        Assert.Equal([0, 0], offset);
        Assert.Equal("[2..3, 6..7]", chunk.RelativeTo(region).ToString());
    }

    [Fact]
    public void A_scalar_has_one_chunk()
    {
        var chunk = Assert.Single(Project([], [], Region.Whole([])));
        Assert.Equal((true, 0), (chunk.CoversChunk, chunk.Index.Length));
    }

    [Fact]
    public void A_zero_length_touches_no_chunk_however_huge_the_other_lengths_are()
    {
        Shape huge = [1L << 62, 1L << 62, 0];
        Assert.Equal(0, new ChunkGrid(huge, [1, 1, 1]).Select(Region.Whole(huge)).Count);
        Assert.Empty(Project([4, 4], [2, 2], new Region([2, 0], [0, 4])));
    }

    [Fact]
    public void More_chunks_than_64_bits_count_are_an_argument_error()
    {
        Shape huge = [1L << 62, 1L << 62];
        Assert.Throws<ArgumentException>(() => new ChunkGrid(huge, [1, 1]).Select(Region.Whole(huge)));
    }

    [Fact]
    public void The_last_chunk_of_the_largest_array_is_found()
    {
        var chunk = Assert.Single(Project([long.MaxValue], [1000], new Region([long.MaxValue - 1], [1])));
        Assert.Equal((long.MaxValue / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture), Index(chunk));
        Assert.False(chunk.CoversChunk);
    }

    [Fact]
    public void A_chunk_may_be_longer_than_the_array() =>
        Assert.True(Assert.Single(Project([5], [long.MaxValue], Region.Whole([5]))).CoversChunk);

    [Fact]
    public void Every_element_of_a_region_lies_in_exactly_one_overlap() => Cases.Sample(
        test =>
        {
            var counts = new NaiveArray(test.Array, 1, [0]);
            foreach (var chunk in Project(test.Array, test.Chunk, test.Region))
            {
                counts.Write(chunk.Overlap, counts.Read(chunk.Overlap).Select(count => (byte)(count + 1)).ToArray());
            }

            var expected = new NaiveArray(test.Array, 1, [0]);
            expected.Write(test.Region, Enumerable.Repeat((byte)1, (int)test.Region.Shape.ElementCount).ToArray());
            Assert.Equal(expected.Bytes, counts.Bytes);
        },
        seed: "0000ChunkGrid0",
        iter: 3000);

    private static List<ChunkProjection> Project(Shape array, Shape chunk, Region region)
    {
        var selection = new ChunkGrid(array, chunk).Select(region);
        return [.. Enumerable.Range(0, checked((int)selection.Count)).Select(i => selection.Project(i))];
    }

    private static string Index(ChunkProjection chunk) => string.Join(",", chunk.Index.ToArray());
}
