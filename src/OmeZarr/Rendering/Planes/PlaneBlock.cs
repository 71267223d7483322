using OmeZarr.Measuring;
using Zarr;

namespace OmeZarr.Rendering.Planes;

/// <summary>Elements of a region, by channel, slice, row and column.</summary>
internal sealed class PlaneBlock
{
    private readonly Memory<byte> elements;
    private readonly NumberKind numbers;
    private readonly (long C, long Z, long Y, long X) strides;
    private readonly int columns;
    private readonly byte[] gathered;

    private PlaneBlock(Memory<byte> elements, NumberKind numbers, (long C, long Z, long Y, long X) strides, int columns)
    {
        (this.elements, this.numbers, this.strides, this.columns) = (elements, numbers, strides, columns);
        gathered = strides.X == 1 ? [] : new byte[columns * numbers.Size];
    }

    /// <summary>The elements of a region that was read.</summary>
    internal static PlaneBlock Of(Region region, PlaneAxes axes, Memory<byte> elements, NumberKind numbers)
    {
        var strides = new long[region.Rank];
        var stride = 1L;
        for (var d = region.Rank - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= region.Shape[d];
        }

        return new PlaneBlock(elements, numbers, (Along(axes.C), Along(axes.Z), strides[axes.Y], strides[axes.X]), (int)region.Shape[axes.X]);

        long Along(int? axis) => axis is { } dimension ? strides[dimension] : 0;
    }

    /// <summary>A block of one slice, in the order of channel, row and column.</summary>
    internal static PlaneBlock OneSlice(long rows, long columns, Memory<byte> elements, NumberKind numbers) => new(elements, numbers, (rows * columns, 0, columns, 1), (int)columns);

    /// <summary>The elements of a row. Valid until the next call.</summary>
    internal ReadOnlySpan<byte> Row(long channel, long slice, long row)
    {
        var (size, start) = (numbers.Size, (channel * strides.C) + (slice * strides.Z) + (row * strides.Y));
        if (strides.X == 1)
        {
            return elements.Span.Slice((int)(start * size), columns * size);
        }

        for (var x = 0; x < columns; x++)
        {
            elements.Span.Slice((int)((start + (x * strides.X)) * size), size).CopyTo(gathered.AsSpan(x * size));
        }

        return gathered;
    }

    /// <summary>Puts a row in place of the one that is there, or keeps the larger elements of both.</summary>
    internal void Merge(long channel, long row, ReadOnlySpan<byte> other, bool keepsLarger)
    {
        var known = elements.Span.Slice((int)(((channel * strides.C) + (row * strides.Y)) * numbers.Size), other.Length);
        if (keepsLarger)
        {
            numbers.Max(other, known);
        }
        else
        {
            other.CopyTo(known);
        }
    }
}
