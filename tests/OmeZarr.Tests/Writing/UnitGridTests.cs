using CsCheck;
using OmeZarr.Writing.Filling;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

public sealed class UnitGridTests
{
    private static readonly Gen<(Shape Array, Shape Unit, Region Region)> Cases =
        from rank in Gen.Int[1, 4]
        from array in Generators.Shape(rank, 0, 9)
        from unit in Generators.Shape(rank, 1, 11)
        from region in Generators.Region(array)
        select (array, unit, region);

    [Fact]
    public void The_parts_are_disjoint_cover_the_region_and_lie_in_one_chunk_each() => Cases.Sample(
        (array, unit, region) =>
        {
            var grid = new UnitGrid(region, unit);
            var parts = grid.Regions().ToList();
            Assert.Equal(grid.Count, parts.Count);
            Assert.All(parts, part => Assert.True(part.IsInside(array) && part.Shape.ElementCount > 0));
            Assert.All(parts, part => Assert.Equal(ChunkOf(part, unit, last: false), ChunkOf(part, unit, last: true)));
            var elements = parts.SelectMany(ElementsOf).ToList();
            Assert.Equal(ElementsOf(region).Order(StringComparer.Ordinal), elements.Order(StringComparer.Ordinal)); // each once
        },
        iter: 300,
        threads: 1,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void A_part_is_found_again_in_what_was_read_of_the_region() => Cases.Sample(
        (array, unit, region) =>
        {
            var grid = new UnitGrid(region, unit);
            foreach (var part in grid.Regions())
            {
                var within = grid.WithinRegion(part);
                Assert.True(within.IsInside(region.Shape));
                Assert.Equal(part.Shape, within.Shape);
                Assert.Equal(part.Offset.ToArray(), region.Offset.ToArray().Zip(within.Offset.ToArray(), (start, offset) => start + offset));
            }
        },
        iter: 300,
        threads: 1,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void The_parts_come_in_C_order()
    {
        var parts = new UnitGrid(new Region([1, 2], [4, 3]), [3, 4]).Regions();
        Assert.Equal([new([1, 2], [2, 2]), new([1, 4], [2, 1]), new([3, 2], [2, 2]), new([3, 4], [2, 1])], parts);
    }

    private static string ChunkOf(Region region, Shape unit, bool last) =>
        string.Join('.', Enumerable.Range(0, unit.Rank).Select(d => (region.Offset[d] + (last ? region.Shape[d] - 1 : 0)) / unit[d]));

    private static IEnumerable<string> ElementsOf(Region region)
    {
        var indices = new List<string> { string.Empty };
        for (var d = 0; d < region.Rank; d++)
        {
            var (start, length) = (region.Offset[d], region.Shape[d]);
            indices = [.. indices.SelectMany(index => Enumerable.Range(0, (int)length).Select(i => $"{index}.{start + i}"))];
        }

        return indices;
    }
}
