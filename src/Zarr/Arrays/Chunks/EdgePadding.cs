namespace Zarr.Arrays;

/// <summary>
/// Expands the elements of an edge chunk that lie inside the array to a full-size chunk. It works in place, so the many edge chunks need no second buffer.
/// </summary>
/// <remarks>
/// The elements lie densely at the end of the chunk's memory. Rows move to their final positions front to back. A row never moves towards the end, because the gaps between rows
/// only grow towards the end, and the padding after a row ends where the next row begins. So no unread row is overwritten.
/// </remarks>
internal static class EdgePadding
{
    /// <param name="memory">The chunk; its last bytes hold the elements of <paramref name="inside"/> in C order.</param>
    /// <param name="chunk">Shape of the chunk.</param>
    /// <param name="inside">Shape of the part inside the array; in every dimension at most as long as the chunk.</param>
    /// <param name="fill">The fill value for the elements beyond the array.</param>
    internal static void Expand(Span<byte> memory, Shape chunk, Shape inside, FillPattern fill)
    {
        if (chunk == inside)
        {
            return;
        }

        var size = fill.DataType.Size;
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
