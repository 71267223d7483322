namespace OmeZarr.Writing.Pyramids;

/// <summary>One axis of a level.</summary>
/// <param name="Length">Length of the level.</param>
/// <param name="Unit">Length of a unit of writing; at least 1.</param>
/// <param name="Factor">Number of elements that become one element of the next level; 1 for the last level.</param>
internal readonly record struct LevelAxis(long Length, long Unit, long Factor)
{
    /// <summary>Number of units.</summary>
    internal long Units => (Length / Unit) + (Length % Unit == 0 ? 0 : 1);

    /// <summary>Where a unit begins and ends.</summary>
    internal AxisRange UnitAt(long index) => new(index * Unit, index == Units - 1 ? Length : (index + 1) * Unit);

    /// <summary>
    /// Divides a range into the boxes that it holds whole, and what it has of the first and the last box if it shares them with its neighbours.
    /// </summary>
    /// <param name="range">A range.</param>
    /// <param name="parts">Receives up to three parts.</param>
    /// <returns>Number of parts.</returns>
    internal int Divide(AxisRange range, Span<AxisPart> parts)
    {
        var count = 0;
        var first = RoundUp(range.Start);
        if (range.Start < first)
        {
            parts[count++] = new AxisPart(range with { End = Math.Min(first, range.End) }, BoxAt(range.Start));
        }

        var last = WholeBoxes(range).End;
        if (first < last)
        {
            parts[count++] = AxisPart.Whole(new AxisRange(first, last));
        }

        if (Math.Max(first, last) < range.End)
        {
            parts[count++] = new AxisPart(range with { Start = Math.Max(first, last) }, BoxAt(range.End - 1));
        }

        return count;
    }

    /// <summary>The elements of the next level that are computed from a range of this one, which begins with a box.</summary>
    internal AxisRange Coarser(AxisRange range) => new(range.Start / Factor, (range.End / Factor) + (range.End % Factor == 0 ? 0 : 1));

    /// <summary>The whole boxes in a range; it ends before it starts if there is none.</summary>
    internal AxisRange WholeBoxes(AxisRange range) => new(RoundUp(range.Start), range.End == Length ? Length : range.End - (range.End % Factor));

    /// <summary>Positions that divide a range at the first box after each boundary of units, with its start and its end.</summary>
    internal long[] Cuts(AxisRange range)
    {
        var cuts = new List<long> { range.Start };
        for (var unit = (range.Start / Unit) + 1; unit < Units && unit * Unit < range.End; unit++)
        {
            var cut = RoundUp(unit * Unit);
            if (cut > cuts[^1] && cut < range.End)
            {
                cuts.Add(cut);
            }
        }

        return [.. cuts, range.End];
    }

    private AxisRange BoxAt(long position)
    {
        var start = position - (position % Factor);
        return new AxisRange(start, Length - start <= Factor ? Length : start + Factor);
    }

    /// <summary>The first element of a box at or after a position, or the end of the axis.</summary>
    private long RoundUp(long position)
    {
        var rest = position % Factor;
        return rest == 0 ? position : Math.Min(position - rest + Factor, Length);
    }
}

/// <summary>A range of positions along an axis, from the start up to the end (exclusive).</summary>
internal readonly record struct AxisRange(long Start, long End);

/// <summary>What a range has of a cell. A cell is a run of boxes that lie in the same ranges.</summary>
internal readonly record struct AxisPart(AxisRange Range, AxisRange Cell)
{
    internal static AxisPart Whole(AxisRange range) => new(range, range);
}
