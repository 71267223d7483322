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
    /// <remarks>A writer of whole chunks reads each element once: in whole chunks; of shards, in whole inner chunks if the source is in memory, else in whole shards.</remarks>
    /// <exception cref="ArgumentException">The part reaches beyond the source.</exception>
    public static IArraySource Observed(IArraySource source, Region part, Action<Region, ReadOnlySpan<byte>> observer)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(observer);
        part.RequireInside(source.Shape, nameof(part));
        return source is IMemorySource memory ? new ObservedMemory(memory, part, observer) : new ObservedSource(source, part, observer);
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

    private class ObservedSource(IArraySource source, Region part, Action<Region, ReadOnlySpan<byte>> observer) : IArraySource
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

    private sealed class ObservedMemory(IMemorySource source, Region part, Action<Region, ReadOnlySpan<byte>> observer) : ObservedSource(source, part, observer), IMemorySource
    {
        private readonly IMemorySource source = source;
        private readonly Region part = part;
        private readonly Action<Region, ReadOnlySpan<byte>> observer = observer;

        public void CopyTo(Region region, Span<byte> destination, Layout to)
        {
            var whole = Within(part, region);
            source.CopyTo(whole, destination, to);
            Span<long> dense = stackalloc long[region.Rank];
            StridedCopy.CStrides(region.Shape, dense);
            var (start, length) = ((int)to.Start * source.DataType.Size, (int)region.Shape.ElementCount * source.DataType.Size);
            if (to.Strides.SequenceEqual(dense))
            {
                observer(whole, destination.Slice(start, length));
                return;
            }

            using var gathered = PooledMemory.Rent(length); // at the edges of the array
            source.CopyTo(whole, gathered.Memory.Span, new Layout(0, dense));
            observer(whole, gathered.Memory.Span);
        }
    }
}
