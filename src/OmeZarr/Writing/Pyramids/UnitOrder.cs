using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>
/// The order in which the units of level 0 are written: all those below one unit of a coarser level follow each other, at every level. So at any time only one unit of each level is begun and not
/// complete, and one more for each worker.
/// </summary>
/// <param name="levels">The levels, finest first.</param>
internal sealed class UnitOrder(IReadOnlyList<LevelGrid> levels)
{
    /// <summary>The units of level 0, each once.</summary>
    internal IEnumerable<Region> Units()
    {
        var top = levels.Count - 1;
        return Indices(new long[levels[top].Rank], [.. levels[top].UnitCounts]).SelectMany(index => Below(top, index));
    }

    /// <summary>The units of level 0 below some units of the last level, which are counted in C order.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">The end (exclusive).</param>
    internal IEnumerable<Region> Units(long first, long end)
    {
        var top = levels.Count - 1;
        for (var number = first; number < end; number++)
        {
            foreach (var unit in Below(top, levels[top].IndexOf(number)))
            {
                yield return unit;
            }
        }
    }

    private IEnumerable<Region> Below(int level, long[] index)
    {
        if (level == 0)
        {
            yield return levels[0].Unit(index);
            yield break;
        }

        var (first, end) = Children(level, index);
        foreach (var child in Indices(first, end))
        {
            foreach (var unit in Below(level - 1, child))
            {
                yield return unit;
            }
        }
    }

    /// <summary>The units of the finer level whose first element becomes part of a unit.</summary>
    private (long[] First, long[] End) Children(int level, long[] index)
    {
        var (first, end) = (new long[index.Length], new long[index.Length]);
        for (var d = 0; d < index.Length; d++)
        {
            var finer = levels[level - 1][d];
            var unit = levels[level][d].UnitAt(index[d]);
            first[d] = FirstFrom(unit.Start, finer);
            end[d] = unit.End == levels[level][d].Length ? finer.Units : FirstFrom(unit.End, finer);
        }

        return (first, end);
    }

    /// <summary>The first unit of the finer level that begins at or after the box of a coarser element.</summary>
    private static long FirstFrom(long coarser, LevelAxis finer)
    {
        var start = coarser * finer.Factor;
        return (start / finer.Unit) + (start % finer.Unit == 0 ? 0 : 1);
    }

    /// <summary>All indices of a box of units, in C order.</summary>
    internal static IEnumerable<long[]> Indices(long[] first, long[] end)
    {
        for (var d = 0; d < first.Length; d++)
        {
            if (first[d] >= end[d])
            {
                yield break;
            }
        }

        var index = (long[])first.Clone();
        while (true)
        {
            yield return (long[])index.Clone();
            var d = index.Length - 1;
            for (; d >= 0 && ++index[d] == end[d]; d--)
            {
                index[d] = first[d];
            }

            if (d < 0)
            {
                yield break;
            }
        }
    }
}
