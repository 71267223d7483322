using Zarr;

namespace OmeZarr.Writing;

/// <summary>Presents a source in another shape, which differs in dimensions of length 1 only. The order of the elements is the same.</summary>
internal sealed class ReshapedSource : IArraySource
{
    private readonly IArraySource source;

    // The dimensions of the shape that are longer than 1, in the order of those of the source.
    private readonly int[] longDimensions;

    private ReshapedSource(IArraySource source, Shape shape) =>
        (this.source, Shape, longDimensions) = (source, shape, [.. Enumerable.Range(0, shape.Rank).Where(d => shape[d] != 1)]);

    public Shape Shape { get; }

    public DataType DataType => source.DataType;

    /// <summary>The source in another shape; null if the shapes differ in more than dimensions of length 1.</summary>
    internal static IArraySource? Of(IArraySource source, Shape shape) =>
        source.Shape == shape ? source
        : LengthsOtherThanOne(source.Shape).SequenceEqual(LengthsOtherThanOne(shape)) ? new ReshapedSource(source, shape)
        : null;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var (offset, lengths) = (new long[source.Shape.Rank], new long[source.Shape.Rank]);
        for (int d = 0, next = 0; d < offset.Length; d++)
        {
            if (source.Shape[d] == 1)
            {
                lengths[d] = 1;
                continue;
            }

            var from = longDimensions[next++];
            (offset[d], lengths[d]) = (region.Offset[from], region.Shape[from]);
        }

        return source.ReadAsync(new Region(offset, Shape.Create(lengths)), destination, cancellationToken);
    }

    private static IEnumerable<long> LengthsOtherThanOne(Shape shape) => shape.Where(length => length != 1);
}
