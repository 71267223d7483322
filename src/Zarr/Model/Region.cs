namespace Zarr;

/// <summary>
/// A box of elements inside an array: where it starts (<see cref="Offset"/>, inclusive) and how long it is along each
/// dimension (<see cref="Shape"/>). Both are in elements, outermost dimension first.
/// </summary>
/// <remarks>An immutable value, equal by content. Whether it lies inside an array is checked where it is used.</remarks>
public readonly struct Region : IEquatable<Region>
{
    private readonly long[]? offset;

    /// <summary>A region from its first element and its lengths.</summary>
    /// <param name="offset">Index of the first element, one value for each dimension, none negative.</param>
    /// <param name="shape">Lengths; 0 makes the region empty.</param>
    /// <exception cref="ArgumentException">Ranks differ, an offset is negative, or the end does not fit 64 bits.</exception>
    public Region(ReadOnlySpan<long> offset, Shape shape)
    {
        if (offset.Length != shape.Rank)
        {
            throw new ArgumentException($"the offset has {Counted.Of(offset.Length, "value")}, the shape {shape} has {shape.Rank}", nameof(offset));
        }

        for (var d = 0; d < offset.Length; d++)
        {
            if (offset[d] < 0 || offset[d] > long.MaxValue - shape[d])
            {
                throw new ArgumentException($"offset {offset[d]} with length {shape[d]} in dimension {d} is not a valid range", nameof(offset));
            }
        }

        this.offset = offset.ToArray();
        Shape = shape;
    }

    /// <summary>Lengths of the region.</summary>
    public Shape Shape { get; }

    /// <summary>Index of the first element.</summary>
    public ReadOnlySpan<long> Offset => offset;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Whether both regions cover the same elements in the same way.</summary>
    public static bool operator ==(Region left, Region right) => left.Equals(right);

    /// <summary>Whether the regions differ.</summary>
    public static bool operator !=(Region left, Region right) => !left.Equals(right);

    /// <summary>The region that covers a whole array of this shape.</summary>
    public static Region Whole(Shape shape) => new(stackalloc long[shape.Rank], shape);

    /// <summary>The region of an array that slices select: <c>Region.Of(shape, 1, .., 10..20)</c>. It has all dimensions of the array; a single element counts as a range of length 1.</summary>
    /// <param name="array">Lengths of the array.</param>
    /// <param name="slices">A slice for each dimension, outermost first.</param>
    /// <exception cref="ArgumentException">There are not as many slices as dimensions, or a slice has a step greater than 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slice reaches beyond the array.</exception>
    public static Region Of(Shape array, params ReadOnlySpan<Slice> slices)
    {
        if (slices.Length != array.Rank)
        {
            throw new ArgumentException($"{slices.Length} {(slices.Length == 1 ? "slice was" : "slices were")} given for an array of {Counted.Of(array.Rank, "dimension")} ({array}); a dimension is taken whole by ..", nameof(slices));
        }

        Span<long> offset = stackalloc long[array.Rank];
        Span<long> lengths = stackalloc long[array.Rank];
        for (var d = 0; d < array.Rank; d++)
        {
            var slice = slices[d].Resolve(array[d], d);
            (offset[d], lengths[d]) = slice.Step == 1 || slice.Count <= 1
                ? (slice.Start, slice.Count)
                : throw new ArgumentException($"the slice {slices[d]} is no region: it leaves elements out", nameof(slices));
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>Number of chunks that the region touches along each dimension.</summary>
    /// <param name="chunk">Lengths of a chunk; the grid of chunks begins at element 0.</param>
    /// <exception cref="ArgumentException">The rank differs, or a length of the chunk is 0.</exception>
    public Shape ChunkCounts(Shape chunk)
    {
        if (chunk.Rank != Rank || chunk.AsSpan().Contains(0))
        {
            throw new ArgumentException($"chunks of ({chunk}) do not divide {this}: they need {Counted.Of(Rank, "dimension")}, each at least 1 long", nameof(chunk));
        }

        Span<long> counts = stackalloc long[Rank];
        for (var d = 0; d < Rank; d++)
        {
            counts[d] = Shape[d] == 0 ? 0 : ((offset![d] + Shape[d] - 1) / chunk[d]) - (offset[d] / chunk[d]) + 1;
        }

        return Shape.Create(counts);
    }

    /// <summary>Whether the region lies inside an array of this shape (and has its rank).</summary>
    public bool IsInside(Shape array)
    {
        if (array.Rank != Rank)
        {
            return false;
        }

        for (var d = 0; d < Rank; d++)
        {
            if (offset![d] + Shape[d] > array[d])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws if the region does not lie inside an array of this shape.</summary>
    /// <param name="array">Lengths of the array.</param>
    /// <param name="paramName">The caller's name for the region, which the exception reports.</param>
    /// <exception cref="ArgumentException">The rank differs or the region reaches beyond the array.</exception>
    public void RequireInside(Shape array, string paramName = "region")
    {
        if (array.Rank != Rank)
        {
            throw new ArgumentException($"the region {this} has {Counted.Of(Rank, "dimension")}, the array ({array}) has {array.Rank}", paramName);
        }

        if (!IsInside(array))
        {
            throw new ArgumentOutOfRangeException(paramName, $"the region {this} reaches beyond the array of {array}");
        }
    }

    /// <summary>Throws if memory does not hold exactly the elements of the region.</summary>
    /// <param name="found">The length of the memory, in elements or in bytes.</param>
    /// <param name="unit">The length of an element in the same unit: 1, or its bytes.</param>
    /// <exception cref="ArgumentException">The memory has another length.</exception>
    public void RequireLength(int found, int unit = 1)
    {
        var fits = Shape.TryGetElementCount(out var count);
        var needed = (Int128)count * unit;
        if (!fits || found != needed)
        {
            throw new ArgumentException($"the memory has room for {found:N0}, the region {this} needs {(fits ? $"{needed:N0}" : "more than 2^63-1")}");
        }
    }

    /// <inheritdoc/>
    public bool Equals(Region other) => Shape == other.Shape && Offset.SequenceEqual(other.Offset);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Region other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Shape);
        foreach (var start in Offset)
        {
            hash.Add(start);
        }

        return hash.ToHashCode();
    }

    /// <summary>Start and end (exclusive) in each dimension: <c>[0..1, 128..256, 0..512]</c>.</summary>
    public override string ToString()
    {
        var ranges = new string[Rank];
        for (var d = 0; d < Rank; d++)
        {
            ranges[d] = $"{offset![d]}..{offset[d] + Shape[d]}";
        }

        return $"[{string.Join(", ", ranges)}]";
    }
}
