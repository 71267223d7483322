using System.Runtime.InteropServices;

namespace Zarr;

/// <summary>An array source over strided memory. Its creator has checked that every element lies inside the memory.</summary>
internal sealed class MemorySource<T>(ReadOnlyMemory<T> elements, Shape shape, long start, long[] strides) : IMemorySource
    where T : unmanaged
{
    public Shape Shape => shape;

    public DataType DataType { get; } = DataType.Of<T>();

    public bool IsInOrder { get; } = strides.Zip(strides.Skip(1)).All(pair => Math.Abs(pair.First) >= Math.Abs(pair.Second));

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(shape);
        region.RequireLength(destination.Length, DataType.Size);
        Span<long> to = stackalloc long[region.Rank];
        StridedCopy.CStrides(region.Shape, to);
        CopyTo(region, destination.Span, new Layout(0, to));
        return ValueTask.CompletedTask;
    }

    public void CopyTo(Region region, Span<byte> destination, Layout to)
    {
        var from = new Layout(start + StridedCopy.Position(region.Offset, strides), strides);
        StridedCopy.Copy(elements.Span, from, MemoryMarshal.Cast<byte, T>(destination), to, region.Shape.AsSpan());
    }
}
