namespace Zarr.Arrays;

/// <summary>
/// A hyperslab (HDF5): elements of an array at regular distances, given along each dimension by start, count and stride. With a stride of 1 in every dimension it is a
/// region. Pure arithmetic.
/// </summary>
internal sealed class Hyperslab
{
    private readonly long[] start;
    private readonly long[] stride;

    internal Hyperslab(ReadOnlySpan<long> start, Shape shape, ReadOnlySpan<long> stride) =>
        (this.start, Shape, this.stride) = (start.ToArray(), shape, stride.ToArray());

    /// <summary>Number of elements along each dimension (the count of HDF5).</summary>
    internal Shape Shape { get; }

    /// <summary>Whether elements between the first and the last are left out.</summary>
    internal bool HasGaps
    {
        get
        {
            for (var d = 0; d < stride.Length; d++)
            {
                if (stride[d] > 1 && Shape[d] > 1)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The smallest region that holds every element.</summary>
    internal Region Bounds
    {
        get
        {
            var lengths = new long[start.Length];
            for (var d = 0; d < lengths.Length; d++)
            {
                lengths[d] = Shape[d] == 0 ? 0 : ((Shape[d] - 1) * stride[d]) + 1;
            }

            return new Region(start, Shape.Create(lengths));
        }
    }

    /// <summary>Distance between neighbours along each dimension, in elements of the array.</summary>
    internal ReadOnlySpan<long> Stride => stride;

    /// <summary>The part of the hyperslab that a region of its elements selects.</summary>
    internal Hyperslab Part(Region region)
    {
        Span<long> first = stackalloc long[start.Length];
        for (var d = 0; d < start.Length; d++)
        {
            // An empty part may begin after the last element, where the product may overflow 64 bits.
            first[d] = region.Shape[d] == 0 ? start[d] : start[d] + (region.Offset[d] * stride[d]);
        }

        return new Hyperslab(first, region.Shape, stride);
    }

    /// <summary>Splits the elements at the chunk edges: for each dimension, the runs of elements that lie in one chunk. Chunks without an element have no run.</summary>
    internal IReadOnlyList<(long First, long Count)>[] SplitByChunk(Shape chunk)
    {
        var runs = new IReadOnlyList<(long First, long Count)>[start.Length];
        for (var d = 0; d < runs.Length; d++)
        {
            runs[d] = Runs(start[d], Shape[d], stride[d], chunk[d]);
        }

        return runs;
    }

    private static List<(long First, long Count)> Runs(long start, long count, long stride, long chunk)
    {
        var runs = new List<(long First, long Count)>();
        for (var first = 0L; first < count;)
        {
            var position = start + (first * stride);
            var leftInChunk = chunk - (position % chunk);
            var length = Math.Min(count - first, ((leftInChunk - 1) / stride) + 1);
            runs.Add((first, length));
            first += length;
        }

        return runs;
    }
}
