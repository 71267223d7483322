using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>
/// The units of a level that is computed of pieces in any order. Elements of which a piece has the whole box are computed at once and kept until their unit is complete. A unit is stale, to be computed of the stored
/// finer level later, if a piece held a part of a box only, if an element came twice, if a unit changed after it was stored, or if there was no memory for it. Thread-safe.
/// </summary>
/// <param name="reduction">From the finer level to this one.</param>
/// <param name="memory">The memory for units that are not complete.</param>
internal sealed class GatheredUnits(BoxReduction reduction, PyramidMemory memory)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, GatheredUnit> units = [];

    private LevelGrid Level => reduction.Coarser;

    /// <summary>Takes elements of the finer level, which are written there already.</summary>
    /// <param name="region">A region of the finer level that is not empty.</param>
    /// <param name="elements">Its elements in C order.</param>
    /// <returns>Units that are complete now, to be stored by the caller.</returns>
    internal IReadOnlyList<GatheredUnit> Add(Region region, ReadOnlySpan<byte> elements)
    {
        var boxes = reduction.Finer.WholeBoxes(region);
        SpoilDivided(region, boxes is { } whole ? reduction.Finer.Coarser(whole) : null);
        var complete = new CompleteUnits(this);
        if (boxes is { } found)
        {
            reduction.ReduceInside(found, region, elements, complete);
        }

        return complete.Found;
    }

    /// <summary>Makes all units stale that elements of the finer level touch.</summary>
    internal void Spoil(Region region) => SpoilDivided(region, null);

    /// <summary>Makes a unit stale.</summary>
    internal void Spoil(GatheredUnit unit)
    {
        lock (gate)
        {
            unit.Spoil();
        }
    }

    /// <summary>
    /// Takes what is to be stored of all units. From now on they count as stored, and the next piece makes them stale. The finer level must be flushed after this call and before stale units are computed of it.
    /// </summary>
    /// <returns>The units, with their elements (0 where nothing was written), or without if they must be computed of the stored finer level.</returns>
    internal IReadOnlyList<(GatheredUnit Unit, PendingBox? Elements)> TakeUnfinished()
    {
        lock (gate)
        {
            return [.. units.Values.Where(unit => unit.State != UnitState.Stored).ToList().Select(unit => (unit, unit.TakeUnfinished()))];
        }
    }

    /// <summary>Takes the elements of a complete unit to store them; null if the unit has become stale.</summary>
    internal PendingBox? TakeComplete(GatheredUnit unit)
    {
        lock (gate)
        {
            return unit.State == UnitState.Complete ? unit.Take() : null;
        }
    }

    /// <summary>Makes the units stale that a region touches, except those all of whose touched elements are computed of it.</summary>
    private void SpoilDivided(Region region, Region? computed)
    {
        var touched = reduction.Finer.Touched(region);
        if (touched == computed)
        {
            return;
        }

        var (first, end) = Level.UnitsOf(touched);
        lock (gate)
        {
            foreach (var index in UnitOrder.Indices(first, end))
            {
                var unit = Level.Unit(index);
                if (computed is not { } whole || !LevelGrid.Overlap(unit, whole) || LevelGrid.Shared(unit, whole) != LevelGrid.Shared(unit, touched))
                {
                    Of(index, unit).Spoil();
                }
            }
        }
    }

    private GatheredUnit Of(long[] index, Region unit)
    {
        var number = Level.Ordinal(index);
        if (!units.TryGetValue(number, out var found))
        {
            units.Add(number, found = new GatheredUnit(number, unit));
            if (memory.HasRoom(unit.Shape.ElementCount * reduction.ElementSize))
            {
                found.Gather(reduction.ElementSize, memory);
            }
        }

        return found;
    }

    /// <summary>Collects the units that one call completes.</summary>
    private sealed class CompleteUnits(GatheredUnits owner) : ICoarserUnits
    {
        internal List<GatheredUnit> Found { get; } = [];

        public PendingBox? Begin(long[] index, Region unit, Region box)
        {
            lock (owner.gate)
            {
                return owner.Of(index, unit).Begin(box);
            }
        }

        public void End(long[] index, PendingBox pending, Region box)
        {
            lock (owner.gate)
            {
                var unit = owner.units[owner.Level.Ordinal(index)];
                if (unit.End(pending))
                {
                    Found.Add(unit);
                }
            }
        }
    }
}
