namespace Zarr.Arrays;

/// <summary>
/// Makes a full-size edge chunk from its elements inside the array, in place: no second buffer for the many chunks at the edges.
/// </summary>
/// <remarks>
/// The elements lie densely at the end of the chunk's memory. Rows are moved to their places front to back: a row's place is never behind
/// the row (the gaps between rows only grow towards the end), and the padding after it ends at the next row's place, so nothing unread is overwritten.
/// </remarks>
internal static class EdgePadding
{
    /// <param name="memory">The chunk; its last bytes hold the elements of <paramref name="inside"/> in C order.</param>
    /// <param name="chunk">Shape of the chunk.</param>
    /// <param name="inside">Shape of its part inside the array, at most as long in every dimension.</param>
    /// <param name="fill">What to put into the elements beyond the array.</param>
    internal static void Expand(Span<byte> memory, Shape chunk, Shape inside, FillPattern fill)
    {
        if (chunk == inside)
        {
            return;
        }

        var size = fill.Value.DataType.Size;
        Span<long> strides = stackalloc long[chunk.Rank];
        StridedCopy.CStrides(chunk, strides);
        var row = (int)inside[inside.Rank - 1] * size;
        var rows = inside.ElementCount / inside[inside.Rank - 1];
        var read = memory.Length - (int)(inside.ElementCount * size);
        var filled = 0;
        for (var r = 0L; r < rows; r++, read += row)
        {
            var write = (int)StridedCopy.RowStart(r, inside, strides) * size;
            fill.Fill(memory[filled..write]);
            memory.Slice(read, row).CopyTo(memory[write..]);
            filled = write + row;
        }

        fill.Fill(memory[filled..]);
    }
}
