namespace Zarr;

public static partial class ArraySource
{
    /// <summary>
    /// A part of a source that shows the elements to an observer while they are written to an array: to count them, or to compute something of them without reading them again.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="part">The part of it that the new source presents.</param>
    /// <param name="observer">
    /// Gets each region that is read, in positions of <paramref name="source"/>, and its elements in C order, which are valid during the call. It is called for each region before that is stored, from several threads at once. An exception that it throws stops the
    /// writing and reaches the caller.
    /// </param>
    /// <param name="boxes">
    /// Lengths of boxes that divide <paramref name="source"/>. A region in memory that consists of whole boxes is shown in parts of whole boxes, each while the processor still has it in its cache; null shows each region as it is read.
    /// </param>
    /// <remarks>A writer of whole chunks reads each element once: in whole chunks; of shards, in whole inner chunks if the source is in memory, else in whole shards.</remarks>
    /// <exception cref="ArgumentException">The part reaches beyond the source, or the boxes have another rank or a length of 0.</exception>
    public static IArraySource Observed(IArraySource source, Region part, Action<Region, ReadOnlySpan<byte>> observer, Shape? boxes = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(observer);
        part.RequireInside(source.Shape, nameof(part));
        if (boxes is { } lengths && (lengths.Rank != source.Shape.Rank || lengths.AsSpan().Contains(0)))
        {
            throw new ArgumentException($"boxes of {lengths} do not divide a source of {source.Shape}", nameof(boxes));
        }

        return source is IMemorySource memory ? new ObservedMemory(memory, part, observer, boxes) : new ObservedSource(source, part, observer);
    }

    /// <summary>A region of a part, in positions of the whole.</summary>
    private static Region Within(Region part, Region region)
    {
        region.RequireInside(part.Shape);
        Span<long> offset = stackalloc long[region.Rank];
        for (var d = 0; d < offset.Length; d++)
        {
            offset[d] = part.Offset[d] + region.Offset[d];
        }

        return new Region(offset, region.Shape);
    }

    private sealed class ObservedSource(IArraySource source, Region part, Action<Region, ReadOnlySpan<byte>> observer) : IArraySource
    {
        public Shape Shape => part.Shape;

        public DataType DataType => source.DataType;

        public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            var whole = Within(part, region);
            await source.ReadAsync(whole, destination, cancellationToken).ConfigureAwait(false);
            observer(whole, destination.Span);
        }
    }

    private sealed class ObservedMemory(IMemorySource source, Region part, Action<Region, ReadOnlySpan<byte>> observer, Shape? boxes) : IMemorySource
    {
        public Shape Shape => part.Shape;

        public DataType DataType => source.DataType;

        public bool IsInOrder => source.IsInOrder;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            region.RequireLength(destination.Length, DataType.Size);
            Span<long> dense = stackalloc long[region.Rank];
            StridedCopy.CStrides(region.Shape, dense);
            CopyTo(region, destination.Span, new Layout(0, dense));
            return ValueTask.CompletedTask;
        }

        public void CopyTo(Region region, Span<byte> destination, Layout to)
        {
            var whole = Within(part, region);
            if (boxes is not { } lengths || !source.IsInOrder || !BoxParts.IsDivided(whole, source.Shape, lengths))
            {
                CopyPart(whole, destination, to);
                return;
            }

            Span<long> offset = stackalloc long[whole.Rank];
            foreach (var box in BoxParts.Of(whole, lengths, DataType.Size))
            {
                for (var d = 0; d < offset.Length; d++)
                {
                    offset[d] = box.Offset[d] - whole.Offset[d];
                }

                CopyPart(box, destination, new Layout(to.Start + StridedCopy.Position(offset, to.Strides), to.Strides));
            }
        }

        private void CopyPart(Region box, Span<byte> destination, Layout to)
        {
            source.CopyTo(box, destination, to);
            Span<long> dense = stackalloc long[box.Rank];
            StridedCopy.CStrides(box.Shape, dense);
            var (start, length) = (checked((int)(to.Start * DataType.Size)), checked((int)(box.Shape.ElementCount * DataType.Size)));
            if (IsDense(box.Shape, to.Strides, dense))
            {
                observer(box, destination.Slice(start, length));
                return;
            }

            using var gathered = PooledMemory.Rent(length); // at the edges of the array
            source.CopyTo(box, gathered.Memory.Span, new Layout(0, dense));
            observer(box, gathered.Memory.Span);
        }

        /// <summary>Whether elements lie without gaps; the distance along a dimension of length 1 does not matter.</summary>
        private static bool IsDense(Shape shape, ReadOnlySpan<long> strides, ReadOnlySpan<long> dense)
        {
            for (var d = 0; d < strides.Length; d++)
            {
                if (shape[d] > 1 && strides[d] != dense[d])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
