namespace Zarr;

/// <summary>Copies those elements of a box whose bytes lie in a window of a chunk. A window may begin and end within an element.</summary>
internal static class WindowCopy
{
    /// <param name="window">Consecutive bytes of the chunk.</param>
    /// <param name="start">Offset of the window in the chunk, in bytes.</param>
    /// <param name="chunk">Shape of the chunk, whose elements are in C order.</param>
    /// <param name="box">The box, in coordinates of the chunk. It has a dimension at least.</param>
    /// <param name="destination">All elements of an array in C order.</param>
    /// <param name="array">Shape of that array.</param>
    /// <param name="offset">Offset of the box in that array.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <param name="nonTemporal">Whether to use non-temporal stores, because the destination is larger than the caches.</param>
    internal static void Copy(
        ReadOnlySpan<byte> window, long start, Shape chunk, Region box, Span<byte> destination, Shape array, ReadOnlySpan<long> offset, int elementSize, bool nonTemporal)
    {
        Span<long> from = stackalloc long[box.Rank];
        Span<long> to = stackalloc long[box.Rank];
        Span<long> spans = stackalloc long[box.Rank + 1];
        StridedCopy.CStrides(chunk, from);
        StridedCopy.CStrides(array, to);
        spans[box.Rank] = elementSize;
        for (var d = box.Rank - 1; d >= 0; d--)
        {
            (from[d], to[d]) = (from[d] * elementSize, to[d] * elementSize);
            spans[d] = ((box.Shape[d] - 1) * from[d]) + spans[d + 1];
        }

        var inner = box.Rank - 1;
        while (inner > 0 && box.Shape[inner] == chunk[inner] && box.Shape[inner] == array[inner])
        {
            inner--;
        }

        var rows = new Rows(box.Shape.AsSpan()[..inner], from, to, spans, nonTemporal);
        rows.Copy(new Window(window, start), StridedCopy.Position(box.Offset, from), destination, StridedCopy.Position(offset, to));
    }

    private readonly ref struct Window(ReadOnlySpan<byte> bytes, long start)
    {
        internal readonly ReadOnlySpan<byte> Bytes = bytes;
        internal readonly long Start = start;

        internal long End => Start + Bytes.Length;
    }

    /// <summary>Rows of bytes along some dimensions.</summary>
    /// <param name="counts">Number of rows along each dimension.</param>
    /// <param name="from">Bytes between neighbours in the chunk.</param>
    /// <param name="to">Bytes between neighbours in the destination.</param>
    /// <param name="spans">Bytes of the chunk from the first row to the last, for these dimensions, without the first, and so on; at last those of a row.</param>
    /// <param name="nonTemporal">Whether to use non-temporal stores.</param>
    private readonly ref struct Rows(ReadOnlySpan<long> counts, ReadOnlySpan<long> from, ReadOnlySpan<long> to, ReadOnlySpan<long> spans, bool nonTemporal)
    {
        private readonly ReadOnlySpan<long> counts = counts;
        private readonly ReadOnlySpan<long> from = from;
        private readonly ReadOnlySpan<long> to = to;
        private readonly ReadOnlySpan<long> spans = spans;
        private readonly bool nonTemporal = nonTemporal;

        internal void Copy(Window window, long at, Span<byte> destination, long target)
        {
            if (counts.IsEmpty)
            {
                CopyRow(window, at, destination, target);
                return;
            }

            // Only the rows that the window touches are looked at.
            var stride = from[0];
            var first = at + spans[1] > window.Start ? 0 : ((window.Start - at - spans[1]) / stride) + 1;
            var last = Math.Min(counts[0] - 1, (window.End - 1 - at) / stride);
            if (window.End <= at || first > last)
            {
                return;
            }

            if (counts.Length == 1)
            {
                CopyRows(window, at, destination, target, first, last);
                return;
            }

            var inner = new Rows(counts[1..], from[1..], to[1..], spans[1..], nonTemporal);
            for (var i = first; i <= last; i++)
            {
                inner.Copy(window, at + (i * stride), destination, target + (i * to[0]));
            }
        }

        private void CopyRows(Window window, long at, Span<byte> destination, long target, long first, long last)
        {
            var length = spans[1];
            if (at + (first * from[0]) < window.Start)
            {
                CopyRow(window, at + (first * from[0]), length, destination, target + (first * to[0]));
                first++;
            }

            if (first <= last && at + (last * from[0]) + length > window.End)
            {
                CopyRow(window, at + (last * from[0]), length, destination, target + (last * to[0]));
                last--;
            }

            if (first <= last)
            {
                StridedCopy.Copy(
                    window.Bytes,
                    new Layout(at + (first * from[0]) - window.Start, [from[0], 1]),
                    destination,
                    new Layout(target + (first * to[0]), [to[0], 1]),
                    [last - first + 1, length],
                    nonTemporal);
            }
        }

        private void CopyRow(Window window, long at, Span<byte> destination, long target) => CopyRow(window, at, spans[0], destination, target);

        private static void CopyRow(Window window, long at, long length, Span<byte> destination, long target)
        {
            var (start, end) = (Math.Max(at, window.Start), Math.Min(at + length, window.End));
            if (start < end)
            {
                window.Bytes[(int)(start - window.Start)..(int)(end - window.Start)].CopyTo(destination[(int)(target + start - at)..]);
            }
        }
    }
}
