using System.Buffers;
using System.Runtime.InteropServices;
using OmeZarr.Tiff.Axes;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>Pixels that are turned and mirrored while they are read, as the tag Orientation asks for.</summary>
internal sealed class OrientedPixels : IArraySource
{
    private readonly IArraySource stored;
    private readonly int rows;
    private readonly int columns;
    private readonly bool isTransposed;
    private readonly bool flipsRows;
    private readonly bool flipsColumns;

    /// <param name="stored">The pixels as they are stored. Rows and columns are the last two axes.</param>
    /// <param name="orientation">2 to 8 (TIFF 6.0, Orientation).</param>
    /// <param name="rows">The axis of the stored rows.</param>
    public OrientedPixels(IArraySource stored, int orientation, int rows)
    {
        (this.stored, this.rows) = (stored, rows);
        columns = (2 * stored.Shape.Rank) - 3 - rows;
        isTransposed = Orientations.IsTransposed(orientation);
        flipsRows = orientation is 3 or 4 or 6 or 7;
        flipsColumns = orientation is 2 or 3 or 7 or 8;
        Shape = Shape.Create(Exchange([.. stored.Shape]));
    }

    public Shape Shape { get; }

    public DataType DataType => stored.DataType;

    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        var expected = (Int128)region.Shape.ElementCount * DataType.Size;
        if (destination.Length != expected)
        {
            throw new ArgumentException($"the destination has {destination.Length} bytes, the region {region} needs {expected}", nameof(destination));
        }

        var source = ToStored(region);
        var buffer = ArrayPool<byte>.Shared.Rent(destination.Length);
        try
        {
            var bytes = buffer.AsMemory(0, destination.Length);
            await stored.ReadAsync(source, bytes, cancellationToken).ConfigureAwait(false);
            Turn(bytes.Span, source.Shape, destination.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Region ToStored(Region region)
    {
        var (offset, shape) = (Exchange(region.Offset.ToArray()), Exchange([.. region.Shape]));
        Flip(rows, flipsRows);
        Flip(columns, flipsColumns);
        return new Region(offset, Shape.Create(shape));

        void Flip(int axis, bool flips) => offset[axis] = flips ? stored.Shape[axis] - offset[axis] - shape[axis] : offset[axis];
    }

    private long[] Exchange(long[] values)
    {
        if (isTransposed)
        {
            (values[rows], values[columns]) = (values[columns], values[rows]);
        }

        return values;
    }

    private void Turn(ReadOnlySpan<byte> source, Shape shape, Span<byte> destination)
    {
        switch (DataType.Size)
        {
            case 1:
                Turn<byte>(source, shape, destination);
                break;
            case 2:
                Turn<ushort>(source, shape, destination);
                break;
            case 4:
                Turn<uint>(source, shape, destination);
                break;
            case 8:
                Turn<ulong>(source, shape, destination);
                break;
            default:
                Turn<UInt128>(source, shape, destination);
                break;
        }
    }

    private void Turn<T>(ReadOnlySpan<byte> source, Shape shape, Span<byte> destination)
        where T : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, T>(source);
        var to = MemoryMarshal.Cast<byte, T>(destination);
        var last = shape.Rank - 1;
        var pageLength = (int)(shape[last] * shape[last - 1]);
        var (outer, inner) = (Along(shape, isTransposed ? last : last - 1), Along(shape, isTransposed ? last - 1 : last));
        for (var page = 0; page < from.Length; page += pageLength)
        {
            var at = page;
            for (var i = 0; i < outer.Count; i++)
            {
                var position = page + outer.Start + inner.Start + (i * outer.Step);
                for (var j = 0; j < inner.Count; j++, position += inner.Step)
                {
                    to[at++] = from[position];
                }
            }
        }
    }

    /// <summary>How to walk along one of the last two axes of the stored pixels, in elements.</summary>
    private (int Start, int Step, int Count) Along(Shape shape, int axis)
    {
        var stride = axis == shape.Rank - 1 ? 1 : (int)shape[axis + 1];
        var count = (int)shape[axis];
        return (axis == rows ? flipsRows : flipsColumns) ? ((count - 1) * stride, -stride, count) : (0, stride, count);
    }
}
