using Zarr;

namespace OmeZarr.Writing;

/// <summary>A source in a shape with other dimensions of length 1. The order of its elements stays.</summary>
internal sealed class ReshapedSource : IArraySource
{
    private readonly IArraySource source;
    private readonly int[] dimensions;

    private ReshapedSource(IArraySource source, Shape shape) =>
        (this.source, Shape, dimensions) = (source, shape, [.. Enumerable.Range(0, shape.Rank).Where(d => shape[d] != 1)]);

    public Shape Shape { get; }

    public DataType DataType => source.DataType;

    /// <summary>The source in another shape; null if the shapes differ in more than dimensions of length 1.</summary>
    internal static IArraySource? Of(IArraySource source, Shape shape) =>
        source.Shape == shape ? source
        : LongOnes(source.Shape).SequenceEqual(LongOnes(shape)) ? new ReshapedSource(source, shape)
        : null;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var (offset, lengths) = (new long[source.Shape.Rank], new long[source.Shape.Rank]);
        for (int d = 0, next = 0; d < offset.Length; d++)
        {
            (offset[d], lengths[d]) = source.Shape[d] == 1 ? (0, 1) : (region.Offset[dimensions[next]], region.Shape[dimensions[next++]]);
        }

        return source.ReadAsync(new Region(offset, Shape.Create(lengths)), destination, cancellationToken);
    }

    private static IEnumerable<long> LongOnes(Shape shape) => shape.Where(length => length != 1);
}
