using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>
/// Computes a level from regions of the finer one, which come in any order and divide it in a grid: units, or inner chunks of units. A unit of the coarser level is kept in memory until all its elements are there. Elements of boxes that lie in
/// several regions are kept until the last of these regions has come. Thread-safe.
/// </summary>
/// <param name="reduction">From the finer to the coarser level.</param>
/// <param name="memory">The memory for what is not complete.</param>
internal sealed class LevelReducer(BoxReduction reduction, PyramidMemory memory)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, PendingBox> cells = [];
    private readonly Dictionary<long, PendingBox> units = [];

    private LevelGrid Finer => reduction.Finer;

    private LevelGrid Coarser => reduction.Coarser;

    /// <summary>Takes the elements of a region.</summary>
    /// <param name="region">A region of the finer level.</param>
    /// <param name="elements">Its elements in C order.</param>
    /// <returns>The units of the coarser level that are complete now. The caller returns their memory.</returns>
    internal IReadOnlyList<PendingBox> Add(Region region, ReadOnlySpan<byte> elements)
    {
        var complete = new CompleteUnits(this);
        if (Finer.WholeBoxes(region) == region)
        {
            reduction.Reduce(region, elements, complete);
        }
        else
        {
            AddParts(region, elements, complete);
        }

        return complete.Found;
    }

    /// <summary>Drops everything that is not complete.</summary>
    internal void Abandon()
    {
        lock (gate)
        {
            foreach (var box in cells.Values.Concat(units.Values))
            {
                box.Abandon();
            }

            cells.Clear();
            units.Clear();
        }
    }

    private void AddParts(Region region, ReadOnlySpan<byte> elements, CompleteUnits complete)
    {
        var parts = new AxisPart[region.Rank][];
        Span<AxisPart> found = new AxisPart[3];
        for (var d = 0; d < parts.Length; d++)
        {
            var count = Finer[d].Divide(new AxisRange(region.Offset[d], region.Offset[d] + region.Shape[d]), found);
            parts[d] = found[..count].ToArray();
        }

        var choice = new int[parts.Length];
        do
        {
            var box = RegionOf(parts, choice, part => part.Range);
            var cell = RegionOf(parts, choice, part => part.Cell);
            if (box == cell)
            {
                reduction.ReduceInside(box, region, elements, complete);
            }
            else
            {
                AddToCell(cell, region, elements, box, complete);
            }
        }
        while (Next(choice, parts));
    }

    private void AddToCell(Region cell, Region region, ReadOnlySpan<byte> elements, Region box, CompleteUnits complete)
    {
        var number = Finer.ElementNumber(cell.Offset);
        var pending = Pending(cells, number, cell);
        ElementBox.Copy(elements, region, pending.Elements.Span, cell, box, reduction.ElementSize);
        if (pending.Arrived(box.Shape.ElementCount))
        {
            Remove(cells, number);
            reduction.Reduce(cell, pending.Elements.Span, complete);
            pending.Return();
        }
    }

    private PendingBox Pending(Dictionary<long, PendingBox> boxes, long number, Region region)
    {
        lock (gate)
        {
            if (!boxes.TryGetValue(number, out var pending))
            {
                boxes.Add(number, pending = new PendingBox(region, reduction.ElementSize, memory));
            }

            return pending;
        }
    }

    private void Remove(Dictionary<long, PendingBox> boxes, long number)
    {
        lock (gate)
        {
            boxes.Remove(number);
        }
    }

    private static Region RegionOf(AxisPart[][] parts, int[] choice, Func<AxisPart, AxisRange> select)
    {
        var (offset, lengths) = (new long[parts.Length], new long[parts.Length]);
        for (var d = 0; d < parts.Length; d++)
        {
            var range = select(parts[d][choice[d]]);
            (offset[d], lengths[d]) = (range.Start, range.End - range.Start);
        }

        return new Region(offset, Shape.Create(lengths));
    }

    private static bool Next(int[] choice, AxisPart[][] parts)
    {
        for (var d = choice.Length - 1; d >= 0; d--)
        {
            if (++choice[d] < parts[d].Length)
            {
                return true;
            }

            choice[d] = 0;
        }

        return false;
    }

    /// <summary>Collects the units that one call completes.</summary>
    private sealed class CompleteUnits(LevelReducer owner) : ICoarserUnits
    {
        internal List<PendingBox> Found { get; } = [];

        public PendingBox? Begin(long[] index, Region unit, Region box) => owner.Pending(owner.units, owner.Coarser.Ordinal(index), unit);

        public void End(long[] index, PendingBox pending, Region box)
        {
            if (pending.Arrived(box.Shape.ElementCount))
            {
                owner.Remove(owner.units, owner.Coarser.Ordinal(index));
                Found.Add(pending);
            }
        }
    }
}
