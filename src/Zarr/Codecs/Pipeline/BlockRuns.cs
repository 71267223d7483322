namespace Zarr.Codecs;

/// <summary>Consecutive blocks.</summary>
/// <param name="First">The first block.</param>
/// <param name="Count">Number of blocks.</param>
internal readonly record struct BlockRun(int First, int Count)
{
    internal int End => First + Count;
}

/// <summary>Finds the blocks that hold the elements of a box. The work grows with the number of blocks, not with that of elements.</summary>
internal static class BlockRuns
{
    /// <summary>The blocks in ascending order; no two runs adjoin.</summary>
    /// <param name="chunk">Shape of the chunk, whose content is its elements in C order.</param>
    /// <param name="box">A box of the chunk, not empty.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <param name="blockSize">Bytes of a block.</param>
    internal static List<BlockRun> Of(Shape chunk, Region box, int elementSize, int blockSize)
    {
        Span<long> strides = stackalloc long[box.Rank];
        StridedCopy.CStrides(chunk, strides);
        var first = 0L;
        for (var d = 0; d < strides.Length; d++)
        {
            strides[d] *= elementSize;
            first += box.Offset[d] * strides[d];
        }

        var runs = new List<BlockRun>();
        Add(runs, strides, box.Shape.AsSpan(), first, elementSize, blockSize);
        return runs;
    }

    /// <summary>Bytes of content in the blocks of some runs.</summary>
    internal static long ContentLength(List<BlockRun> runs, int blockSize, int contentLength)
    {
        var length = 0L;
        foreach (var run in runs)
        {
            length += Math.Min((long)run.End * blockSize, contentLength) - ((long)run.First * blockSize);
        }

        return length;
    }

    private static void Add(List<BlockRun> runs, ReadOnlySpan<long> strides, ReadOnlySpan<long> lengths, long start, int elementSize, int blockSize)
    {
        var end = start + elementSize;
        for (var d = 0; d < strides.Length; d++)
        {
            end += (lengths[d] - 1) * strides[d];
        }

        // No two neighbouring elements are further apart than a block, so that no block between the first and the last is left out.
        var (first, last) = ((int)(start / blockSize), (int)((end - 1) / blockSize));
        if (strides.IsEmpty || strides[0] <= blockSize || last - first <= 1)
        {
            Append(runs, first, last);
            return;
        }

        for (var i = 0L; i < lengths[0]; i++)
        {
            Add(runs, strides[1..], lengths[1..], start + (i * strides[0]), elementSize, blockSize);
        }
    }

    private static void Append(List<BlockRun> runs, int first, int last)
    {
        if (runs.Count > 0 && runs[^1].End >= first)
        {
            runs[^1] = new BlockRun(runs[^1].First, Math.Max(runs[^1].End, last + 1) - runs[^1].First);
        }
        else
        {
            runs.Add(new BlockRun(first, last + 1 - first));
        }
    }
}
