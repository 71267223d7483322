namespace OmeZarr.Writing.Pyramids;

/// <summary>One axis of a level.</summary>
/// <param name="Length">Length of the level.</param>
/// <param name="Unit">Length of a unit of writing; at least 1.</param>
/// <param name="Factor">Number of elements that become one element of the next level; 1 for the last level.</param>
internal readonly record struct LevelAxis(long Length, long Unit, long Factor)
{
    /// <summary>Number of units.</summary>
    internal long Units => (Length / Unit) + (Length % Unit == 0 ? 0 : 1);

    /// <summary>Whether no box of elements that become one element lies in two units.</summary>
    internal bool IsAligned => Unit >= Length || Unit % Factor == 0;

    /// <summary>Where a unit begins and ends.</summary>
    internal AxisRange UnitAt(long index) => new(index * Unit, index == Units - 1 ? Length : (index + 1) * Unit);

    /// <summary>
    /// Divides a unit into the boxes that it holds whole, and what it has of the first and the last box if it shares them with its neighbours.
    /// </summary>
    /// <param name="unit">A unit.</param>
    /// <param name="parts">Receives up to three parts.</param>
    /// <returns>Number of parts.</returns>
    internal int Divide(AxisRange unit, Span<AxisPart> parts)
    {
        var count = 0;
        var first = RoundUp(unit.Start);
        if (unit.Start < first)
        {
            parts[count++] = new AxisPart(unit with { End = Math.Min(first, unit.End) }, BoxAt(unit.Start));
        }

        var last = WholeBoxes(unit).End;
        if (first < last)
        {
            parts[count++] = AxisPart.Whole(new AxisRange(first, last));
        }

        if (Math.Max(first, last) < unit.End)
        {
            parts[count++] = new AxisPart(unit with { Start = Math.Max(first, last) }, BoxAt(unit.End - 1));
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

/// <summary>What a unit has of a cell. A cell is a run of boxes that lie in the same units.</summary>
internal readonly record struct AxisPart(AxisRange Range, AxisRange Cell)
{
    internal static AxisPart Whole(AxisRange range) => new(range, range);
}
