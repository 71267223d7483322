using Blosc.Buffers;
using OmeZarr.Pyramids;
using OmeZarr.Pyramids.Kernels;
using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>Computes elements of a level from elements of the finer one, into the units that hold them.</summary>
/// <param name="Finer">The finer level.</param>
/// <param name="Coarser">The level that is computed.</param>
/// <param name="Reducer">Computes elements from boxes.</param>
/// <param name="ElementSize">Bytes of an element.</param>
internal sealed record BoxReduction(LevelGrid Finer, LevelGrid Coarser, BoxReducer Reducer, int ElementSize)
{
    /// <summary>How each level of a planned pyramid is computed from the one before it.</summary>
    internal static IReadOnlyList<BoxReducer> StepsOf(PyramidPlan plan, DataType dataType) =>
        [.. plan.Levels.Skip(1).Select(level => BoxReducer.Create(plan.Method, dataType, [.. level.Factors]))];

    /// <summary>The reductions between the levels of a pyramid.</summary>
    /// <param name="levels">The arrays, finest first.</param>
    /// <param name="steps">How each level is computed from the one before it.</param>
    internal static IReadOnlyList<BoxReduction> Of(IReadOnlyList<ArrayRequest> levels, IReadOnlyList<BoxReducer> steps)
    {
        var grids = LevelGrid.Of(levels, steps);
        return [.. steps.Select((step, i) => new BoxReduction(grids[i], grids[i + 1], step, levels[i].DataType.Size))];
    }

    /// <summary>Computes the coarser elements of whole boxes.</summary>
    /// <param name="boxes">A region of the finer level that consists of whole boxes.</param>
    /// <param name="elements">Its elements in C order.</param>
    /// <param name="units">Holds the units of the coarser level.</param>
    internal void Reduce(Region boxes, ReadOnlySpan<byte> elements, ICoarserUnits units)
    {
        var computed = Finer.Coarser(boxes);
        var (first, end) = Coarser.UnitsOf(computed);
        if (IsOne(first, end))
        {
            ReduceInto(first, computed, elements, units);
            return;
        }

        var length = checked((int)(computed.Shape.ElementCount * ElementSize));
        var rented = SharedBuffers.Rent(length);
        Reducer.Reduce(elements, boxes.Shape.AsSpan(), rented.AsSpan(0, length), Strides(computed.Shape));
        foreach (var index in UnitOrder.Indices(first, end))
        {
            var unit = Coarser.Unit(index);
            var shared = LevelGrid.Shared(unit, computed);
            if (units.Begin(index, unit, shared) is { } pending)
            {
                ElementBox.Copy(rented, computed, pending.Elements.Span, unit, shared, ElementSize);
                units.End(index, pending, shared);
            }
        }

        SharedBuffers.Return(rented);
    }

    /// <summary>Computes the coarser elements of whole boxes among other elements.</summary>
    /// <param name="boxes">A region inside the other one that consists of whole boxes.</param>
    /// <param name="region">A region of the finer level.</param>
    /// <param name="elements">Its elements in C order.</param>
    /// <param name="units">Holds the units of the coarser level.</param>
    internal void ReduceInside(Region boxes, Region region, ReadOnlySpan<byte> elements, ICoarserUnits units)
    {
        if (ElementBox.TrySlice(elements, region, boxes, ElementSize, out var slice))
        {
            Reduce(boxes, slice, units);
            return;
        }

        var length = checked((int)(boxes.Shape.ElementCount * ElementSize));
        var rented = SharedBuffers.Rent(length);
        ElementBox.Copy(elements, region, rented, boxes, boxes, ElementSize);
        Reduce(boxes, rented.AsSpan(0, length), units);
        SharedBuffers.Return(rented);
    }

    /// <summary>The distances of neighbours in elements, for elements in C order.</summary>
    private static long[] Strides(Shape shape)
    {
        var strides = new long[shape.Rank];
        var stride = 1L;
        for (var d = strides.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        return strides;
    }

    /// <summary>Computes elements of one unit.</summary>
    /// <param name="unit">Elements of the coarser level.</param>
    /// <param name="computed">A region inside it.</param>
    /// <param name="elements">The elements of the boxes of that region.</param>
    internal void ReduceTo(PendingBox unit, Region computed, ReadOnlySpan<byte> elements)
    {
        var start = checked((int)(ElementBox.Position(computed.Offset, unit.Region) * ElementSize));
        Reducer.Reduce(elements, Finer.Finer(computed).Shape.AsSpan(), unit.Elements.Span[start..], Strides(unit.Region.Shape));
    }

    private void ReduceInto(long[] index, Region computed, ReadOnlySpan<byte> elements, ICoarserUnits units)
    {
        var unit = Coarser.Unit(index);
        if (units.Begin(index, unit, computed) is { } pending)
        {
            ReduceTo(pending, computed, elements);
            units.End(index, pending, computed);
        }
    }

    private static bool IsOne(long[] first, long[] end)
    {
        for (var d = 0; d < first.Length; d++)
        {
            if (end[d] - first[d] != 1)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Holds the units of a level while they are computed. Thread-safe.</summary>
internal interface ICoarserUnits
{
    /// <summary>The memory for elements that are about to be computed; null if nobody needs them.</summary>
    /// <param name="index">The index of their unit.</param>
    /// <param name="unit">The region of the unit.</param>
    /// <param name="box">The elements, a region inside the unit.</param>
    PendingBox? Begin(long[] index, Region unit, Region box);

    /// <summary>The elements have been computed.</summary>
    void End(long[] index, PendingBox pending, Region box);
}
