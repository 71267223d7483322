namespace Zarr;

/// <summary>Divides regions into parts that the second-level cache of a processor holds and that lie in one piece in memory. No part divides a box.</summary>
internal static class BoxParts
{
    /// <summary>Whether a region consists of whole boxes; those at the end of the array may be shorter.</summary>
    /// <param name="region">A region inside the array.</param>
    /// <param name="array">Lengths of the array.</param>
    /// <param name="boxes">Lengths of the boxes, which begin at element 0.</param>
    internal static bool IsDivided(Region region, Shape array, Shape boxes)
    {
        for (var d = 0; d < region.Rank; d++)
        {
            var end = region.Offset[d] + region.Shape[d];
            if (region.Offset[d] % boxes[d] != 0 || (end % boxes[d] != 0 && end != array[d]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The parts of a region that consists of whole boxes, in C order.</summary>
    /// <param name="region">A region that is not empty.</param>
    /// <param name="boxes">Lengths of the boxes.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    internal static IEnumerable<Region> Of(Region region, Shape boxes, int elementSize)
    {
        var (lengths, end) = (Lengths(region.Shape, boxes, elementSize), region.Rank);
        var offset = region.Offset.ToArray();
        while (true)
        {
            yield return new Region(offset, Shape.Create([.. offset.Select((start, d) => Math.Min(lengths[d], region.Offset[d] + region.Shape[d] - start))]));
            var next = end - 1;
            for (; next >= 0 && (offset[next] += lengths[next]) >= region.Offset[next] + region.Shape[next]; next--)
            {
                offset[next] = region.Offset[next];
            }

            if (next < 0)
            {
                yield break;
            }
        }
    }

    /// <summary>The lengths of a part: 1 along the first dimensions, as many boxes as fit along the next one, and all of the others.</summary>
    private static long[] Lengths(Shape region, Shape boxes, int elementSize)
    {
        var lengths = region.ToArray();
        var bytes = lengths.Aggregate((long)elementSize, (product, length) => product * length);
        for (var d = 0; d < lengths.Length; d++)
        {
            bytes /= region[d];
            lengths[d] = Math.Min(region[d], Math.Max(1, BufferSizes.ObservedPart / bytes / boxes[d]) * boxes[d]);
            if (lengths[d] > 1)
            {
                break;
            }
        }

        return lengths;
    }
}
