namespace Zarr;

public static partial class ArraySource
{
    /// <summary>Stacks sources of equal shape and data type along a new dimension: 2-D images become one 3-D array.</summary>
    /// <param name="sources">At least one source. Source <c>i</c> becomes index <c>i</c> of the new dimension. The result does not dispose them.</param>
    /// <param name="axis">Position of the new dimension, from 0 (slowest) to the rank of the sources (fastest).</param>
    /// <returns>A source that reads a region only from the sources that the region touches.</returns>
    /// <exception cref="ArgumentException">There is no source, or one differs from the first in shape or data type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The axis does not fit the rank.</exception>
    public static IArraySource Stack(IReadOnlyList<IArraySource> sources, int axis)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 0)
        {
            throw new ArgumentException("at least one source is needed to make a stack", nameof(sources));
        }

        RequireAlike(sources);
        ArgumentOutOfRangeException.ThrowIfNegative(axis);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(axis, sources[0].Shape.Rank);
        return new StackedSource([.. sources], axis);
    }

    private static void RequireAlike(IReadOnlyList<IArraySource> sources)
    {
        var first = sources[0];
        for (var i = 1; i < sources.Count; i++)
        {
            if (sources[i].Shape != first.Shape || sources[i].DataType != first.DataType)
            {
                throw new ArgumentException(
                    $"source {i} is {sources[i].Shape} of {sources[i].DataType}, source 0 is {first.Shape} of {first.DataType}; a stack needs equal ones",
                    nameof(sources));
            }
        }
    }

    private sealed class StackedSource(IArraySource[] sources, int axis) : IArraySource
    {
        public Shape Shape { get; } = Shape.Create([.. sources[0].Shape.Take(axis), sources.Length, .. sources[0].Shape.Skip(axis)]);

        public DataType DataType => sources[0].DataType;

        public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            region.RequireInside(Shape);
            region.RequireLength(destination.Length, DataType.Size);

            var inner = Without(region);
            var (first, count) = (region.Offset[axis], region.Shape[axis]);
            // Contiguous bytes of one index of the new dimension in the destination.
            var run = (int)(inner.Shape.Skip(axis).Aggregate(1L, (product, length) => product * length) * DataType.Size);
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await ReadOneAsync((int)first + i, inner, destination, (i, (int)count, run), cancellationToken).ConfigureAwait(false);
            }
        }

        private async ValueTask ReadOneAsync(
            int source, Region inner, Memory<byte> destination, (int Index, int Count, int Run) place, CancellationToken cancellationToken)
        {
            var size = destination.Length / place.Count;
            if (size == place.Run)
            {
                // The new dimension is the slowest, so the part of this source is contiguous.
                await sources[source].ReadAsync(inner, destination.Slice(place.Index * size, size), cancellationToken).ConfigureAwait(false);
                return;
            }

            using var buffer = System.Buffers.MemoryPool<byte>.Shared.Rent(Math.Max(1, size));
            await sources[source].ReadAsync(inner, buffer.Memory[..size], cancellationToken).ConfigureAwait(false);
            Scatter(buffer.Memory.Span[..size], destination.Span, place);
        }

        private static void Scatter(ReadOnlySpan<byte> part, Span<byte> destination, (int Index, int Count, int Run) place)
        {
            for (var start = 0; start < part.Length; start += place.Run)
            {
                part.Slice(start, place.Run).CopyTo(destination[((start * place.Count) + (place.Index * place.Run))..]);
            }
        }

        private Region Without(Region region)
        {
            long[] offset = [.. region.Offset[..axis], .. region.Offset[(axis + 1)..]];
            return new Region(offset, Shape.Create([.. region.Shape.Take(axis), .. region.Shape.Skip(axis + 1)]));
        }
    }
}
