using System.Buffers;
using Zarr;

namespace OmeZarr.Cli.Stores;

/// <summary>A source with its axes in another order.</summary>
/// <param name="source">The source.</param>
/// <param name="places">For each axis here, its number in the source.</param>
internal sealed class TransposedSource(IArraySource source, IReadOnlyList<int> places) : IArraySource
{
    public Shape Shape { get; } = Shape.Create([.. places.Select(place => source.Shape[place])]);

    public DataType DataType => source.DataType;

    /// <summary>Memory: a copy of the region.</summary>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        var (offset, lengths) = (new long[places.Count], new long[places.Count]);
        foreach (var (axis, place) in places.Index())
        {
            (offset[place], lengths[place]) = (region.Offset[axis], region.Shape[axis]);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, destination.Length));
        try
        {
            var bytes = buffer.AsMemory(0, destination.Length);
            await source.ReadAsync(new Region(offset, Shape.Create(lengths)), bytes, cancellationToken).ConfigureAwait(false);
            Copy(bytes.Span, lengths, region.Shape, destination.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Copy(ReadOnlySpan<byte> from, long[] lengths, Shape shape, Span<byte> to)
    {
        var (size, rank) = (DataType.Size, places.Count);
        var stored = new long[rank];
        for (var (axis, step) = (rank - 1, (long)size); axis >= 0; step *= lengths[axis], axis--)
        {
            stored[axis] = step;
        }

        long[] steps = [.. places.Select(place => stored[place])];
        var (index, position) = (new long[rank], 0L);
        for (var at = 0; at < to.Length; at += size)
        {
            from.Slice((int)position, size).CopyTo(to[at..]);
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                position += steps[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                position -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
