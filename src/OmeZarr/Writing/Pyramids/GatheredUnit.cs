using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>The state of a <see cref="GatheredUnit"/>.</summary>
internal enum UnitState
{
    /// <summary>What was written is to be computed of the stored finer level.</summary>
    Stale,

    /// <summary>What was written is in memory.</summary>
    Pending,

    /// <summary>All elements are in memory, and somebody stores them.</summary>
    Complete,

    /// <summary>What was written is stored.</summary>
    Stored,
}

/// <summary>A unit of a level that is computed of pieces in any order. Its owner locks.</summary>
/// <param name="number">The number of the unit in its level.</param>
/// <param name="region">The elements of the unit.</param>
internal sealed class GatheredUnit(long number, Region region)
{
    private PendingBox? elements;
    private ElementSet? present;

    internal long Number => number;

    internal Region Region => region;

    internal UnitState State { get; private set; }

    /// <summary>Number of calls that write to the memory at present.</summary>
    private int Writers { get; set; }

    /// <summary>Keeps elements in memory from now on.</summary>
    internal void Gather(int elementSize, PyramidMemory memory)
    {
        elements = new PendingBox(region, elementSize, memory);
        elements.Elements.Span.Clear();
        (present, State) = (new ElementSet(region), UnitState.Pending);
    }

    /// <summary>The memory for a box of elements; null if the unit is stale, now or already.</summary>
    internal PendingBox? Begin(Region box)
    {
        if (State == UnitState.Pending && present!.Add(box))
        {
            Writers++;
            return elements;
        }

        Spoil();
        return null;
    }

    /// <summary>Elements were written to the memory.</summary>
    /// <returns>Whether the unit is complete now.</returns>
    internal bool End(PendingBox written)
    {
        if (written != elements)
        {
            return false;
        }

        Writers--;
        if (State != UnitState.Pending || Writers > 0 || !present!.IsComplete)
        {
            return false;
        }

        State = UnitState.Complete;
        return true;
    }

    /// <summary>Hands the elements over; the unit counts as stored.</summary>
    internal PendingBox Take()
    {
        var taken = elements!;
        (elements, present, State) = (null, null, UnitState.Stored);
        return taken;
    }

    /// <summary>Hands over what there is, null if it must be computed; the unit counts as stored.</summary>
    internal PendingBox? TakeUnfinished()
    {
        if (State == UnitState.Complete || (State == UnitState.Pending && Writers == 0))
        {
            return Take();
        }

        Spoil();
        State = UnitState.Stored;
        return null;
    }

    /// <summary>Drops the elements, to be computed of the stored finer level later.</summary>
    internal void Spoil()
    {
        State = UnitState.Stale;
        if (Writers > 0)
        {
            elements?.Abandon();
        }
        else
        {
            elements?.Return();
        }

        (elements, present, Writers) = (null, null, 0);
    }
}
