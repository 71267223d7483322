namespace Zarr;

/// <summary>An array source over planes that lie anywhere in memory. Its creator has checked their lengths.</summary>
/// <param name="planes">The planes in C order of the dimensions before the last two; empty ones are zero.</param>
/// <param name="shape">Lengths of the array.</param>
/// <param name="dataType">Type of the elements.</param>
/// <param name="rowStride">Distance between two rows of a plane in elements.</param>
/// <param name="isImmutable">Whether nobody changes the planes while the source is used.</param>
internal sealed class PlanesSource(IReadOnlyList<ReadOnlyMemory<byte>> planes, Shape shape, DataType dataType, long rowStride, bool isImmutable) : IMemorySource
{
    public Shape Shape => shape;

    public DataType DataType => dataType;

    // Regions that are copied plane by plane are in order.
    public bool IsInOrder => true;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(shape);
        region.RequireLength(destination.Length, dataType.Size);
        Span<long> to = stackalloc long[region.Rank];
        StridedCopy.CStrides(region.Shape, to);
        CopyTo(region, destination.Span, new Layout(0, to));
        return ValueTask.CompletedTask;
    }

    public void CopyTo(Region region, Span<byte> destination, Layout to)
    {
        if (region.Shape.AsSpan().Contains(0))
        {
            return;
        }

        var leading = region.Rank - 2;
        Span<long> index = stackalloc long[leading];
        var offset = region.Offset;
        var first = (offset[leading] * rowStride) + offset[leading + 1];
        do
        {
            var target = to.Start;
            for (var d = 0; d < leading; d++)
            {
                target += index[d] * to.Strides[d];
            }

            Copy(Plane(offset, index).Span, first, destination, new Layout(target, to.Strides[leading..]), region.Shape.AsSpan()[leading..]);
        }
        while (Next(index, region.Shape));
    }

    public ReadOnlyMemory<byte>? InPlace(Region region)
    {
        var (leading, lengths) = (region.Rank - 2, region.Shape);
        var offset = region.Offset;
        var isDense = lengths[leading] == 1 || lengths[leading + 1] == rowStride;
        if (!isImmutable || !isDense || lengths.Take(leading).Any(length => length != 1))
        {
            return null;
        }

        Span<long> index = stackalloc long[leading];
        var (plane, size) = (Plane(offset, index), dataType.Size);
        if (plane.IsEmpty)
        {
            return null;
        }

        var start = ((offset[leading] * rowStride) + offset[leading + 1]) * size;
        return plane.Slice(checked((int)start), checked((int)(lengths[leading] * lengths[leading + 1] * size)));
    }

    /// <summary>The plane at a place of a region.</summary>
    /// <param name="offset">Where the region begins.</param>
    /// <param name="index">The place in the region along the dimensions before the last two.</param>
    private ReadOnlyMemory<byte> Plane(ReadOnlySpan<long> offset, ReadOnlySpan<long> index)
    {
        var number = 0L;
        for (var d = 0; d < index.Length; d++)
        {
            number = (number * shape[d]) + offset[d] + index[d];
        }

        return planes[(int)number];
    }

    private void Copy(ReadOnlySpan<byte> plane, long first, Span<byte> destination, Layout to, ReadOnlySpan<long> extent)
    {
        if (plane.IsEmpty)
        {
            Clear(destination, to, extent);
            return;
        }

        StridedCopy.CopyElements(plane, new Layout(first, [rowStride, 1]), destination, to, extent, dataType.Size);
    }

    private void Clear(Span<byte> destination, Layout to, ReadOnlySpan<long> extent)
    {
        var size = dataType.Size;
        for (var row = 0L; row < extent[0]; row++)
        {
            var start = to.Start + (row * to.Strides[0]);
            if (to.Strides[1] == 1)
            {
                destination.Slice(checked((int)(start * size)), checked((int)(extent[1] * size))).Clear();
                continue;
            }

            for (var column = 0L; column < extent[1]; column++)
            {
                destination.Slice(checked((int)((start + (column * to.Strides[1])) * size)), size).Clear();
            }
        }
    }

    private static bool Next(Span<long> index, Shape lengths)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            if (++index[d] < lengths[d])
            {
                return true;
            }

            index[d] = 0;
        }

        return false;
    }
}
