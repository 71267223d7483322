namespace Zarr;

/// <summary>An array source over the bytes of elements in C order. Its creator has checked the number of bytes.</summary>
internal sealed class BytesSource(ReadOnlyMemory<byte> elements, Shape shape, DataType dataType) : IMemorySource
{
    public Shape Shape => shape;

    public DataType DataType => dataType;

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
        Span<long> from = stackalloc long[region.Rank];
        StridedCopy.CStrides(shape, from);
        var start = StridedCopy.Position(region.Offset, from);
        StridedCopy.CopyElements(elements.Span, new Layout(start, from), destination, to, region.Shape.AsSpan(), dataType.Size);
    }
}
