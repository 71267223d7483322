using Zarr;

namespace OmeZarr.Writing.Filling;

/// <summary>Divides a region of an array at the boundaries of chunks or shards.</summary>
internal sealed class UnitGrid
{
    private readonly Region region;
    private readonly Shape unit;
    private readonly long[] first;
    private readonly Shape counts;

    /// <param name="region">A region of the array.</param>
    /// <param name="unit">Shape of the unit to divide by: a shard if the array has shards, otherwise a chunk.</param>
    internal UnitGrid(Region region, Shape unit)
    {
        (this.region, this.unit) = (region, unit);
        (first, counts) = (new long[unit.Rank], region.ChunkCounts(unit));
        for (var d = 0; d < unit.Rank; d++)
        {
            first[d] = region.Offset[d] / unit[d];
        }
    }

    /// <summary>Number of parts.</summary>
    internal long Count => counts.ElementCount;

    /// <summary>The parts, as regions of the array, in C order.</summary>
    internal IEnumerable<Region> Regions()
    {
        var index = new long[unit.Rank];
        for (var left = Count; left > 0; left--)
        {
            yield return At(index);
            Advance(index);
        }
    }

    /// <summary>The same part with an offset that counts from the start of the divided region, not of the array.</summary>
    internal Region WithinRegion(Region part)
    {
        var offset = new long[unit.Rank];
        for (var d = 0; d < offset.Length; d++)
        {
            offset[d] = part.Offset[d] - region.Offset[d];
        }

        return new Region(offset, part.Shape);
    }

    private Region At(long[] index)
    {
        var (offset, shape) = (new long[unit.Rank], new long[unit.Rank]);
        for (var d = 0; d < offset.Length; d++)
        {
            var begin = (first[d] + index[d]) * unit[d];
            offset[d] = Math.Max(begin, region.Offset[d]);
            shape[d] = Math.Min(begin + unit[d], region.Offset[d] + region.Shape[d]) - offset[d];
        }

        return new Region(offset, Shape.Create(shape));
    }

    private void Advance(long[] index)
    {
        for (var d = index.Length - 1; d >= 0 && ++index[d] == counts[d]; d--)
        {
            index[d] = 0;
        }
    }
}
