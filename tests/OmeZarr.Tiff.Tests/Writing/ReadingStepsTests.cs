using CsCheck;
using OmeZarr.Tiff.Writing;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Writing;

public sealed class ReadingStepsTests
{
    private static readonly Gen<(long[] Lengths, long[] Chunk)> Stacks = Gen.Select(Lengths(4, 3000), Lengths(3, 1500));

    [Fact]
    public void Every_element_is_in_one_box_and_tiles_are_whole() => Stacks.Select(Gen.Int[0, 1 << 22]).Sample(
        (stack, most) =>
        {
            var (planes, tile) = Of(stack.Lengths, stack.Chunk);
            var step = ReadingSteps.Shape(planes, tile, ExportLimits.Default with { Wanted = most / 4, Most = most });
            Assert.Equal(planes.Lengths.Aggregate(1L, (product, length) => product * length), ReadingSteps.Boxes(planes.Lengths, step).Sum(box => box.Elements));
            Assert.True(step[3] % tile.Height == 0 || step[3] == planes.Lengths[3]);
            Assert.True(step[4] % tile.Width == 0 || step[4] == planes.Lengths[4]);
            Assert.True(step.Aggregate(2L, (product, length) => product * length) <= Math.Max(most, 2L * tile.Height * tile.Width));
        },
        iter: 2000,
        seed: "0000KOIPNe06");

    [Fact]
    public void Chunks_are_in_one_box_where_memory_allows_it() => Stacks.Select(Gen.Int[0, 1 << 20]).Sample(
        (stack, wanted) =>
        {
            var (planes, tile) = Of(stack.Lengths, stack.Chunk);
            var step = ReadingSteps.Shape(planes, tile, ExportLimits.Default with { Wanted = wanted, Most = long.MaxValue });
            Assert.All(step.Index(), length => Assert.True(length.Item % planes.Chunk[length.Index] == 0 || length.Item == planes.Lengths[length.Index]));
        },
        iter: 2000,
        seed: "0000KOIPNe07");

    // 300 and 512 have no small common multiple: boxes are 13 rows of tiles, and every 22nd row of chunks is decoded twice.
    [Fact]
    public void Chunks_that_fit_no_tiles_are_rarely_in_two_boxes()
    {
        var (planes, tile) = Of([1, 1, 1, 20_000, 10_000], [1, 1, 1, 300, 300]);
        var boxes = ReadingSteps.Boxes(planes.Lengths, ReadingSteps.Shape(planes, tile, ExportLimits.Default)).ToList();
        var rows = boxes.Sum(box => ((box.Start[3] + box.Lengths[3] - 1) / 300) - (box.Start[3] / 300) + 1);
        Assert.All(boxes, box => Assert.InRange(box.Elements * 2, 1, ExportLimits.Default.Most));
        Assert.InRange(rows, 67, 70);
    }

    private static Gen<long[]> Lengths(int planes, int edge) =>
        Gen.Select(Gen.Long[1, planes].Array[3], Gen.Long[1, edge].Array[2]).Select((leading, plane) => (long[])[.. leading, .. plane]);

    private static (PlaneStack Planes, (int Height, int Width) Tile) Of(long[] lengths, long[] chunk)
    {
        var source = ArraySource.FromFunction(Shape.Create(lengths), DataType.UInt16, (_, _) => { });
        var planes = new PlaneStack(source, Shape.Create(chunk), "TCZYX");
        return (planes, WrittenLevel.TileOf(planes));
    }
}
