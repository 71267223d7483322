namespace Zarr.Arrays;

/// <summary>
/// The elements of an array at regular distances: along each dimension a first one, how many, and how far apart. With a distance of 1 everywhere it is a
/// region. Pure arithmetic.
/// </summary>
internal sealed class Lattice
{
    private readonly long[] start;
    private readonly long[] step;

    internal Lattice(ReadOnlySpan<long> start, Shape shape, ReadOnlySpan<long> step) =>
        (this.start, Shape, this.step) = (start.ToArray(), shape, step.ToArray());

    /// <summary>How many elements along each dimension.</summary>
    internal Shape Shape { get; }

    /// <summary>Whether some elements between the first and the last are left out.</summary>
    internal bool HasGaps
    {
        get
        {
            for (var d = 0; d < step.Length; d++)
            {
                if (step[d] > 1 && Shape[d] > 1)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The smallest region that holds all elements.</summary>
    internal Region Bounds
    {
        get
        {
            var lengths = new long[start.Length];
            for (var d = 0; d < lengths.Length; d++)
            {
                lengths[d] = Shape[d] == 0 ? 0 : ((Shape[d] - 1) * step[d]) + 1;
            }

            return new Region(start, Shape.Create(lengths));
        }
    }

    /// <summary>Distance between neighbours along each dimension, in elements of the array.</summary>
    internal ReadOnlySpan<long> Step => step;

    /// <summary>A box of the lattice's own elements.</summary>
    internal Lattice Part(Region region)
    {
        Span<long> first = stackalloc long[start.Length];
        for (var d = 0; d < start.Length; d++)
        {
            // An empty part may begin behind the last element, where the product need not fit 64 bits.
            first[d] = region.Shape[d] == 0 ? start[d] : start[d] + (region.Offset[d] * step[d]);
        }

        return new Lattice(first, region.Shape, step);
    }

    /// <summary>The boxes of the lattice's own elements that lie in one chunk each: chunks without an element are left out.</summary>
    internal IReadOnlyList<(long First, long Count)>[] RunsByChunk(Shape chunk)
    {
        var runs = new IReadOnlyList<(long First, long Count)>[start.Length];
        for (var d = 0; d < runs.Length; d++)
        {
            runs[d] = Runs(start[d], Shape[d], step[d], chunk[d]);
        }

        return runs;
    }

    private static List<(long First, long Count)> Runs(long start, long count, long step, long chunk)
    {
        var runs = new List<(long First, long Count)>();
        for (var first = 0L; first < count;)
        {
            var position = start + (first * step);
            var leftInChunk = chunk - (position % chunk);
            var length = Math.Min(count - first, ((leftInChunk - 1) / step) + 1);
            runs.Add((first, length));
            first += length;
        }

        return runs;
    }
}
