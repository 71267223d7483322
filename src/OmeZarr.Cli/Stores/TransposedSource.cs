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
            await Sorted(bytes, lengths).ReadAsync(Region.Whole([.. region.Shape, DataType.Size]), destination, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A region of the source with its axes in the order of this one; the bytes of an element are one axis more.</summary>
    private IArraySource Sorted(ReadOnlyMemory<byte> region, long[] lengths)
    {
        var strides = new long[lengths.Length];
        for (var (axis, stride) = (lengths.Length - 1, (long)DataType.Size); axis >= 0; stride *= lengths[axis], axis--)
        {
            strides[axis] = stride;
        }

        return ArraySource.FromStrided(region, [.. places.Select(place => lengths[place]), DataType.Size], [.. places.Select(place => strides[place]), 1]);
    }
}
