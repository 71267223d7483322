using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Tiff.Samples;

/// <summary>
/// A source turned the way its page is to be shown (TIFF 6.0, Orientation): flipped, and for orientations 5 to 8 with rows and columns exchanged. The other axes stay.
/// </summary>
internal sealed class OrientedSource : IArraySource
{
    private readonly IArraySource source;
    private readonly int rowAxis;
    private readonly int columnAxis;
    private readonly bool isTransposed;
    private readonly bool flipsRows;
    private readonly bool flipsColumns;

    /// <summary>Turns a source.</summary>
    /// <param name="source">The pages as they are stored.</param>
    /// <param name="rowAxis">The axis of rows, in the source and here.</param>
    /// <param name="columnAxis">The axis of columns.</param>
    /// <param name="orientation">1 to 8: the sides on which the first stored row and the first stored column are shown.</param>
    public OrientedSource(IArraySource source, int rowAxis, int columnAxis, int orientation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orientation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orientation, 8);
        (this.source, this.rowAxis, this.columnAxis) = (source, rowAxis, columnAxis);
        isTransposed = orientation >= 5;
        // Flips of what is shown, that is, after the exchange of rows and columns.
        flipsRows = orientation is 3 or 4 or 7 or 8;
        flipsColumns = orientation is 2 or 3 or 6 or 7;
        var lengths = source.Shape.ToArray();
        Exchange(lengths);
        Shape = Shape.Create(lengths);
    }

    /// <inheritdoc/>
    public Shape Shape { get; }

    /// <inheritdoc/>
    public DataType DataType => source.DataType;

    /// <inheritdoc/>
    /// <remarks>Memory: a copy of the region.</remarks>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        if (destination.IsEmpty)
        {
            return;
        }

        var stored = ToStored(region);
        var bytes = new byte[destination.Length];
        await source.ReadAsync(stored, bytes, cancellationToken).ConfigureAwait(false);
        Copy(stored.Shape, bytes, destination.Span);
    }

    /// <summary>What an orientation from 2 to 8 does to stored pixels, in words that follow "is to be shown".</summary>
    public static string Describe(int orientation) => orientation switch
    {
        2 => "mirrored from left to right",
        3 => "turned by 180 degrees",
        4 => "mirrored from top to bottom",
        5 => "with rows and columns exchanged",
        6 => "turned by 90 degrees clockwise",
        7 => "with rows and columns exchanged and turned by 180 degrees",
        _ => "turned by 90 degrees counterclockwise",
    };

    private Region ToStored(Region region)
    {
        var (offset, lengths) = (region.Offset.ToArray(), region.Shape.ToArray());
        offset[rowAxis] = flipsRows ? Shape[rowAxis] - offset[rowAxis] - lengths[rowAxis] : offset[rowAxis];
        offset[columnAxis] = flipsColumns ? Shape[columnAxis] - offset[columnAxis] - lengths[columnAxis] : offset[columnAxis];
        Exchange(offset);
        Exchange(lengths);
        return new Region(offset, Shape.Create(lengths));
    }

    private void Exchange(long[] values)
    {
        if (isTransposed)
        {
            (values[rowAxis], values[columnAxis]) = (values[columnAxis], values[rowAxis]);
        }
    }

    private void Copy(Shape stored, ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var (steps, start) = Steps(stored);
        switch (DataType.Size)
        {
            case 1:
                Copy<byte>(stored, steps, start, bytes, destination);
                break;
            case 2:
                Copy<ushort>(stored, steps, start, bytes, destination);
                break;
            case 4:
                Copy<uint>(stored, steps, start, bytes, destination);
                break;
            case 8:
                Copy<ulong>(stored, steps, start, bytes, destination);
                break;
            default:
                Copy<UInt128>(stored, steps, start, bytes, destination);
                break;
        }
    }

    /// <summary>How far elements that are neighbours in the source lie apart in the destination, and where its first one goes.</summary>
    private (long[] Steps, long Start) Steps(Shape stored)
    {
        var lengths = stored.ToArray();
        Exchange(lengths);
        var steps = new long[lengths.Length];
        for (var (d, step) = (lengths.Length - 1, 1L); d >= 0; step *= lengths[d], d--)
        {
            steps[d] = step;
        }

        var start = (flipsRows ? (lengths[rowAxis] - 1) * steps[rowAxis] : 0) + (flipsColumns ? (lengths[columnAxis] - 1) * steps[columnAxis] : 0);
        steps[rowAxis] *= flipsRows ? -1 : 1;
        steps[columnAxis] *= flipsColumns ? -1 : 1;
        Exchange(steps);
        return (steps, start);
    }

    private static void Copy<T>(Shape stored, long[] steps, long start, ReadOnlySpan<byte> bytes, Span<byte> destination)
        where T : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, T>(bytes);
        var to = MemoryMarshal.Cast<byte, T>(destination);
        var (index, last) = (new long[steps.Length], steps.Length - 1);
        for (var i = 0; i < from.Length;)
        {
            var position = start;
            for (var d = 0; d < last; d++)
            {
                position += index[d] * steps[d];
            }

            for (var k = 0L; k < stored[last]; k++, i++, position += steps[last])
            {
                to[(int)position] = from[i];
            }

            for (var d = last - 1; d >= 0 && ++index[d] == stored[d]; d--)
            {
                index[d] = 0;
            }
        }
    }
}
