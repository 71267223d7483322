using Zarr;

namespace Macro.Regions;

/// <summary>The regions that are read.</summary>
internal static class RegionShapes
{
    /// <summary>Kinds of small regions: lengths along the last dimensions, 1 along the others.</summary>
    internal static (string Kind, long[] Shape)[] Kinds(Shape array)
    {
        var (z, y, x) = (array[array.Rank - 3], array[array.Rank - 2], array[array.Rank - 1]);
        return
        [
            ("plane", [1, y, x]),
            ("tile of 256 x 256", [1, 256, 256]),
            ("tile of 16 x 16", [1, 16, 16]),
            ("point", [1, 1, 1]),
            ("cube of 64", [Math.Min(64, z), 64, 64]),
            ("column along z", [z, 1, 1]),
        ];
    }

    /// <summary>A region of this shape at a random place.</summary>
    internal static Region At(Random random, Shape array, long[] last)
    {
        long[] lengths = [.. Enumerable.Repeat(1L, array.Rank - last.Length), .. last.Select((length, d) => Math.Min(length, array[array.Rank - last.Length + d]))];
        return new Region([.. lengths.Select((length, d) => random.NextInt64(array[d] - length + 1))], Shape.Create(lengths));
    }

    /// <summary>The region with all of every chunk that it touches, of the inner chunks if there are shards.</summary>
    internal static Region Grown(ZarrArray array, Region region)
    {
        var chunk = array.InnerChunkShape ?? array.ChunkShape;
        var (offset, lengths) = (new long[region.Rank], new long[region.Rank]);
        for (var d = 0; d < region.Rank; d++)
        {
            offset[d] = region.Offset[d] / chunk[d] * chunk[d];
            lengths[d] = Math.Min(array.Shape[d], (region.Offset[d] + region.Shape[d] + chunk[d] - 1) / chunk[d] * chunk[d]) - offset[d];
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>All planes over the last two dimensions, in their order.</summary>
    internal static IEnumerable<Region> Planes(Shape array)
    {
        var leading = array.Rank - 2;
        Shape shape = [.. Enumerable.Repeat(1L, leading), array[leading], array[leading + 1]];
        var planes = array.ElementCount / shape.ElementCount;
        for (var plane = 0L; plane < planes; plane++)
        {
            var (rest, offset) = (plane, new long[array.Rank]);
            for (var d = leading - 1; d >= 0; d--)
            {
                (rest, offset[d]) = Math.DivRem(rest, array[d]);
            }

            yield return new Region(offset, shape);
        }
    }

    internal static long Bytes(ZarrArray array, Region region) => region.Shape.ElementCount * array.DataType.Size;
}
