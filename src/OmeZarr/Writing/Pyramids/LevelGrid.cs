using OmeZarr.Pyramids.Kernels;
using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>The lengths of a level, its units of writing, and the boxes of its elements that become one element of the next level each.</summary>
internal sealed class LevelGrid
{
    private readonly LevelAxis[] axes;
    private readonly Shape counts;

    /// <param name="shape">Lengths of the level.</param>
    /// <param name="unit">Lengths of a unit of writing.</param>
    /// <param name="factors">Lengths of a box; a box longer than the level is the whole level.</param>
    internal LevelGrid(Shape shape, Shape unit, IReadOnlyList<long> factors)
    {
        Shape = shape;
        axes = [.. factors.Select((factor, d) => new LevelAxis(shape[d], Math.Min(unit[d], Math.Max(1, shape[d])), Math.Min(factor, Math.Max(1, shape[d]))))];
        counts = Shape.Create([.. axes.Select(axis => axis.Units)]);
    }

    /// <summary>The grids of the levels of a pyramid.</summary>
    /// <param name="levels">The arrays, finest first.</param>
    /// <param name="steps">How each level is computed from the one before it.</param>
    internal static IReadOnlyList<LevelGrid> Of(IReadOnlyList<ArrayRequest> levels, IReadOnlyList<BoxReducer> steps) =>
        [.. levels.Select((level, i) => new LevelGrid(level.Shape, level.WriteUnit, i < steps.Count ? steps[i].Factors : [.. level.Shape.Select(_ => 1L)]))];

    internal Shape Shape { get; }

    internal int Rank => axes.Length;

    internal LevelAxis this[int dimension] => axes[dimension];

    /// <summary>The lengths of a box of elements that become one.</summary>
    internal Shape Boxes => [.. axes.Select(axis => axis.Factor)];

    /// <summary>Number of units along each axis.</summary>
    internal Shape UnitCounts => counts;

    /// <summary>The elements of a unit.</summary>
    internal Region Unit(ReadOnlySpan<long> index)
    {
        Span<long> offset = stackalloc long[Rank];
        Span<long> lengths = stackalloc long[Rank];
        for (var d = 0; d < Rank; d++)
        {
            var range = axes[d].UnitAt(index[d]);
            (offset[d], lengths[d]) = (range.Start, range.End - range.Start);
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>The number of a unit, in C order.</summary>
    internal long Ordinal(ReadOnlySpan<long> index) => Number(index, counts);

    /// <summary>The index of a unit by its number in C order.</summary>
    internal long[] IndexOf(long number)
    {
        var index = new long[Rank];
        for (var d = Rank - 1; d >= 0; d--)
        {
            (number, index[d]) = Math.DivRem(number, counts[d]);
        }

        return index;
    }

    /// <summary>The number of an element, in C order.</summary>
    internal long ElementNumber(ReadOnlySpan<long> position) => Number(position, Shape);

    /// <summary>The elements of the next level that are computed from a region of whole boxes.</summary>
    internal Region Coarser(Region region) => Box(region, (axis, range) => axis.Coarser(range));

    /// <summary>The elements from which a region of the next level is computed.</summary>
    internal Region Finer(Region coarser)
    {
        Span<long> offset = stackalloc long[Rank];
        Span<long> lengths = stackalloc long[Rank];
        for (var d = 0; d < Rank; d++)
        {
            offset[d] = coarser.Offset[d] * axes[d].Factor;
            lengths[d] = Math.Min(coarser.Shape[d] * axes[d].Factor, Shape[d] - offset[d]);
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>The elements of the next level that a region touches.</summary>
    internal Region Touched(Region region) => Box(region, (axis, range) => axis.Coarser(range with { Start = range.Start - (range.Start % axis.Factor) }));

    /// <summary>The largest region of whole boxes inside a region; null if there is none.</summary>
    internal Region? WholeBoxes(Region region)
    {
        for (var d = 0; d < Rank; d++)
        {
            var (start, end) = axes[d].WholeBoxes(new AxisRange(region.Offset[d], region.Offset[d] + region.Shape[d]));
            if (start >= end)
            {
                return null;
            }
        }

        return Box(region, (axis, range) => axis.WholeBoxes(range));
    }

    /// <summary>
    /// Divides a region near the boundaries of units, but not inside a box of elements that become one: each piece has about the length of a unit, and ends with a box.
    /// </summary>
    internal IEnumerable<Region> Pieces(Region region)
    {
        var cuts = new long[Rank][];
        for (var d = 0; d < Rank; d++)
        {
            cuts[d] = axes[d].Cuts(new AxisRange(region.Offset[d], region.Offset[d] + region.Shape[d]));
        }

        return UnitOrder.Indices(new long[Rank], [.. cuts.Select(positions => positions.Length - 1L)]).Select(index =>
            new Region([.. index.Select((i, d) => cuts[d][i])], Shape.Create([.. index.Select((i, d) => cuts[d][i + 1] - cuts[d][i])])));
    }

    /// <summary>The units that a region touches: the first one, and the end (exclusive) along each axis.</summary>
    internal (long[] First, long[] End) UnitsOf(Region region)
    {
        var (first, end) = (new long[Rank], new long[Rank]);
        for (var d = 0; d < Rank; d++)
        {
            first[d] = region.Offset[d] / axes[d].Unit;
            end[d] = ((region.Offset[d] + region.Shape[d] - 1) / axes[d].Unit) + 1;
        }

        return (first, end);
    }

    /// <summary>Whether two regions have elements in common.</summary>
    internal static bool Overlap(Region left, Region right)
    {
        for (var d = 0; d < left.Rank; d++)
        {
            if (left.Offset[d] >= right.Offset[d] + right.Shape[d] || right.Offset[d] >= left.Offset[d] + left.Shape[d])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The elements that two regions have in common; they have some.</summary>
    internal static Region Shared(Region left, Region right)
    {
        Span<long> offset = stackalloc long[left.Rank];
        Span<long> lengths = stackalloc long[left.Rank];
        for (var d = 0; d < left.Rank; d++)
        {
            offset[d] = Math.Max(left.Offset[d], right.Offset[d]);
            lengths[d] = Math.Min(left.Offset[d] + left.Shape[d], right.Offset[d] + right.Shape[d]) - offset[d];
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>The halves of a region along its first dimension that is longer than 1.</summary>
    internal static IEnumerable<Region> Halves(Region region)
    {
        var d = 0;
        while (region.Shape[d] == 1)
        {
            d++;
        }

        var half = region.Shape[d] / 2;
        yield return Part(0, half);
        yield return Part(half, region.Shape[d] - half);

        Region Part(long start, long length)
        {
            var (offset, lengths) = (region.Offset.ToArray(), region.Shape.ToArray());
            (offset[d], lengths[d]) = (offset[d] + start, length);
            return new Region(offset, Shape.Create(lengths));
        }
    }

    private Region Box(Region region, Func<LevelAxis, AxisRange, AxisRange> along)
    {
        Span<long> offset = stackalloc long[Rank];
        Span<long> lengths = stackalloc long[Rank];
        for (var d = 0; d < Rank; d++)
        {
            var range = along(axes[d], new AxisRange(region.Offset[d], region.Offset[d] + region.Shape[d]));
            (offset[d], lengths[d]) = (range.Start, range.End - range.Start);
        }

        return new Region(offset, Shape.Create(lengths));
    }

    private static long Number(ReadOnlySpan<long> index, Shape shape)
    {
        var number = 0L;
        for (var d = 0; d < index.Length; d++)
        {
            number = (number * shape[d]) + index[d];
        }

        return number;
    }
}
