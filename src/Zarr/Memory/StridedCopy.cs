using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zarr;

/// <summary>Where the elements of a box lie in memory: the first one, and the distance between neighbours along each dimension, in elements.</summary>
internal readonly ref struct Layout(long start, ReadOnlySpan<long> strides)
{
    internal readonly long Start = start;
    internal readonly ReadOnlySpan<long> Strides = strides;
}

/// <summary>
/// The hot kernel: copies a box of elements from one memory layout to another. Dimensions that are contiguous in both are merged, so
/// whole rows, planes or volumes move as one block.
/// </summary>
internal static class StridedCopy
{
    /// <summary>Edge of the squares in which transposed planes are copied: their lines stay in the first-level cache even if they collide there.</summary>
    private const int Tile = 16;

    /// <summary>Strides of a C-order array (last dimension fastest), in elements.</summary>
    internal static void CStrides(Shape shape, Span<long> strides)
    {
        var stride = 1L;
        for (var d = shape.Rank - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride = unchecked(stride * shape[d]);
        }
    }

    /// <summary>The position of an element in a C-order array.</summary>
    internal static long Position(ReadOnlySpan<long> index, ReadOnlySpan<long> strides)
    {
        var position = 0L;
        for (var d = 0; d < index.Length; d++)
        {
            position += index[d] * strides[d];
        }

        return position;
    }

    /// <summary>Position of the first element of a row of a box (rows along the last dimension, counted in C order), relative to the box.</summary>
    internal static long RowStart(long row, Shape box, ReadOnlySpan<long> strides)
    {
        var position = 0L;
        for (var d = box.Rank - 2; d >= 0; d--)
        {
            (row, var index) = Math.DivRem(row, box[d]);
            position += index * strides[d];
        }

        return position;
    }

    /// <summary>Copies <paramref name="extent"/> elements; both spans must hold every element that their layout names, and must not overlap.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="from">Layout of the source.</param>
    /// <param name="destination">Memory for the elements.</param>
    /// <param name="to">Layout of the destination.</param>
    /// <param name="extent">Number of elements along each dimension.</param>
    /// <param name="nonTemporal">Whether to use non-temporal stores, because the destination is larger than the caches.</param>
    internal static void Copy<T>(ReadOnlySpan<T> source, Layout from, Span<T> destination, Layout to, ReadOnlySpan<long> extent, bool nonTemporal = false)
        where T : unmanaged
    {
        if (extent.Contains(0))
        {
            return;
        }

        Span<long> lengths = stackalloc long[Shape.MaxRank + 1];
        Span<long> fromStrides = stackalloc long[Shape.MaxRank + 1];
        Span<long> toStrides = stackalloc long[Shape.MaxRank + 1];
        var rank = Merge(from.Strides, to.Strides, extent, lengths, fromStrides, toStrides);
        MoveNearestInwards(lengths[..rank], fromStrides[..rank], toStrides[..rank]);
        CopyMerged(
            source, new Layout(from.Start, fromStrides[..rank]), destination, new Layout(to.Start, toStrides[..rank]), lengths[..rank], nonTemporal);
        if (nonTemporal)
        {
            StreamingCopy.Fence();
        }
    }

    /// <summary>As the other overload, for elements that are several <typeparamref name="T"/> wide (bytes of a larger type).</summary>
    internal static void Copy<T>(ReadOnlySpan<T> source, Layout from, Span<T> destination, Layout to, ReadOnlySpan<long> extent, int unit, bool nonTemporal = false)
        where T : unmanaged
    {
        if (unit == 1)
        {
            Copy(source, from, destination, to, extent, nonTemporal);
            return;
        }

        var rank = extent.Length;
        Span<long> lengths = stackalloc long[rank + 1];
        Span<long> fromStrides = stackalloc long[rank + 1];
        Span<long> toStrides = stackalloc long[rank + 1];
        for (var d = 0; d < rank; d++)
        {
            (lengths[d], fromStrides[d], toStrides[d]) = (extent[d], from.Strides[d] * unit, to.Strides[d] * unit);
        }

        (lengths[rank], fromStrides[rank], toStrides[rank]) = (unit, 1, 1);
        Copy(source, new Layout(from.Start * unit, fromStrides), destination, new Layout(to.Start * unit, toStrides), lengths, nonTemporal);
    }

    /// <summary>Copies elements that are given as bytes, each element as one number. Byte by byte, a transposed chunk of 64 x 256 x 256 took 8 to 14 times as long.</summary>
    internal static void CopyElements(
        ReadOnlySpan<byte> source, Layout from, Span<byte> destination, Layout to, ReadOnlySpan<long> extent, int elementSize)
    {
        switch (elementSize)
        {
            case 2:
                Copy(MemoryMarshal.Cast<byte, ushort>(source), from, Elements<ushort>(destination), to, extent);
                break;
            case 4:
                Copy(MemoryMarshal.Cast<byte, uint>(source), from, Elements<uint>(destination), to, extent);
                break;
            case 8:
                Copy(MemoryMarshal.Cast<byte, ulong>(source), from, Elements<ulong>(destination), to, extent);
                break;
            case 16:
                Copy(MemoryMarshal.Cast<byte, UInt128>(source), from, Elements<UInt128>(destination), to, extent);
                break;
            default:
                Copy(source, from, destination, to, extent, elementSize);
                break;
        }
    }

    /// <summary>Drops dimensions of length 1 and joins neighbours that are contiguous on both sides; returns the remaining rank.</summary>
    private static int Merge(
        ReadOnlySpan<long> from, ReadOnlySpan<long> to, ReadOnlySpan<long> extent, Span<long> lengths, Span<long> fromStrides, Span<long> toStrides)
    {
        var rank = 0;
        for (var d = 0; d < extent.Length; d++)
        {
            if (extent[d] == 1)
            {
                continue;
            }

            var outer = rank - 1;
            if (rank > 0 && fromStrides[outer] == from[d] * extent[d] && toStrides[outer] == to[d] * extent[d])
            {
                (lengths[outer], fromStrides[outer], toStrides[outer]) = (lengths[outer] * extent[d], from[d], to[d]);
            }
            else
            {
                (lengths[rank], fromStrides[rank], toStrides[rank]) = (extent[d], from[d], to[d]);
                rank++;
            }
        }

        return rank;
    }

    /// <summary>
    /// Makes the dimension whose neighbours are closest in the source the last but one, if it is not the last, so that the two inner loops
    /// together use every cache line that they touch. The order of the loops does not change what is copied.
    /// </summary>
    private static void MoveNearestInwards(Span<long> lengths, Span<long> fromStrides, Span<long> toStrides)
    {
        var nearest = lengths.Length - 1;
        for (var d = lengths.Length - 2; d >= 0; d--)
        {
            nearest = Math.Abs(fromStrides[d]) < Math.Abs(fromStrides[nearest]) ? d : nearest;
        }

        for (var d = nearest; d < lengths.Length - 2; d++)
        {
            (lengths[d], lengths[d + 1]) = (lengths[d + 1], lengths[d]);
            (fromStrides[d], fromStrides[d + 1]) = (fromStrides[d + 1], fromStrides[d]);
            (toStrides[d], toStrides[d + 1]) = (toStrides[d + 1], toStrides[d]);
        }
    }

    private static void CopyMerged<T>(ReadOnlySpan<T> source, Layout from, Span<T> destination, Layout to, ReadOnlySpan<long> extent, bool nonTemporal)
        where T : unmanaged
    {
        switch (extent.Length)
        {
            case 0:
                destination[(int)to.Start] = source[(int)from.Start];
                break;
            case 1 when from.Strides[0] == 1 && to.Strides[0] == 1:
                CopyRows(source, new Layout(from.Start, [0]), destination, new Layout(to.Start, [0]), [1, extent[0]], nonTemporal);
                break;
            case 1:
                CopyRow(source, from, destination, to, (int)extent[0]);
                break;
            case 2 when from.Strides[1] == 1 && to.Strides[1] == 1:
                CopyRows(source, from, destination, to, extent, nonTemporal);
                break;
            case 2 when from.Strides[1] != 1:
                CopyPlane(source, from, destination, to, extent);
                break;
            default:
                for (var i = 0L; i < extent[0]; i++)
                {
                    CopyMerged(
                        source,
                        new Layout(from.Start + (i * from.Strides[0]), from.Strides[1..]),
                        destination,
                        new Layout(to.Start + (i * to.Strides[0]), to.Strides[1..]),
                        extent[1..],
                        nonTemporal);
                }

                break;
        }
    }

    private static void CopyRows<T>(ReadOnlySpan<T> source, Layout from, Span<T> destination, Layout to, ReadOnlySpan<long> extent, bool nonTemporal)
        where T : unmanaged
    {
        var (last, length) = (extent[0] - 1, (int)extent[1]);
        ref readonly var read = ref First(source, from, last, length);
        ref readonly var write = ref First(destination, to, last, length);
        var size = Unsafe.SizeOf<T>();
        StreamingCopy.CopyRows(
            ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in read)),
            (nint)from.Strides[0] * size,
            ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in write)),
            (nint)to.Strides[0] * size,
            (nint)extent[0],
            (nint)length * size,
            nonTemporal);
    }

    /// <summary>The first element of the rows. Throws unless every row lies inside the memory.</summary>
    private static ref readonly T First<T>(ReadOnlySpan<T> memory, Layout rows, long last, int length)
    {
        _ = memory.Slice((int)(rows.Start + (last * rows.Strides[0])), length);
        return ref MemoryMarshal.GetReference(memory.Slice((int)rows.Start, length));
    }

    /// <summary>Copies a plane square by square; by rows, a transposed plane of 2048 x 2048 took six to ten times as long.</summary>
    private static void CopyPlane<T>(ReadOnlySpan<T> source, Layout from, Span<T> destination, Layout to, ReadOnlySpan<long> extent)
        where T : unmanaged
    {
        for (var i = 0L; i < extent[0]; i += Tile)
        {
            for (var j = 0L; j < extent[1]; j += Tile)
            {
                var count = (int)Math.Min(Tile, extent[1] - j);
                for (var row = i; row < Math.Min(i + Tile, extent[0]); row++)
                {
                    CopyRow(
                        source,
                        new Layout(from.Start + (row * from.Strides[0]) + (j * from.Strides[1]), from.Strides[1..]),
                        destination,
                        new Layout(to.Start + (row * to.Strides[0]) + (j * to.Strides[1]), to.Strides[1..]),
                        count);
                }
            }
        }
    }

    private static void CopyRow<T>(ReadOnlySpan<T> source, Layout from, Span<T> destination, Layout to, int count)
        where T : unmanaged
    {
        var (fromStride, toStride) = ((int)from.Strides[0], (int)to.Strides[0]);
        if (fromStride == 1 && toStride == 1)
        {
            source.Slice((int)from.Start, count).CopyTo(destination[(int)to.Start..]);
            return;
        }

        var (read, write) = ((int)from.Start, (int)to.Start);
        for (var i = 0; i < count; i++, read += fromStride, write += toStride)
        {
            destination[write] = source[read];
        }
    }

    /// <summary>The elements of bytes; the bytes must be a whole number of them.</summary>
    internal static Span<T> Elements<T>(Span<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);
}
