namespace Zarr.Arrays;

/// <summary>The regular chunk grid of an array (Zarr v3 core, section "Chunk grids"): pure arithmetic, no bytes.</summary>
internal sealed class ChunkGrid(Shape array, Shape chunk)
{
    internal Shape Array => array;

    internal Shape Chunk => chunk;

    /// <summary>The chunks that a region touches, in C order.</summary>
    internal ChunkSelection Select(Region region) => new(this, region);

    /// <summary>Lengths of the part of a chunk that lies inside the array.</summary>
    internal Shape Inside(ReadOnlySpan<long> index)
    {
        Span<long> lengths = stackalloc long[index.Length];
        for (var d = 0; d < index.Length; d++)
        {
            lengths[d] = Math.Min(chunk[d], array[d] - (index[d] * chunk[d]));
        }

        return Shape.Create(lengths);
    }
}

/// <summary>The chunks that a region touches, numbered from 0 in C order.</summary>
internal sealed class ChunkSelection
{
    private readonly ChunkGrid grid;
    private readonly Region region;
    private readonly long[] first;
    private readonly Shape counts;

    internal ChunkSelection(ChunkGrid grid, Region region)
    {
        (this.grid, this.region) = (grid, region);
        first = new long[region.Rank];
        counts = region.ChunkCounts(grid.Chunk);
        for (var d = 0; d < region.Rank; d++)
        {
            first[d] = region.Offset[d] / grid.Chunk[d];
        }

        Count = counts.TryGetElementCount(out var count)
            ? count
            : throw new ArgumentException($"the region {region} touches more than 2^63-1 chunks; work on parts of it", nameof(region));
    }

    /// <summary>Number of chunks that the region touches.</summary>
    internal long Count { get; }

    /// <summary>The overlap of the region with one of these chunks.</summary>
    internal ChunkProjection Project(long ordinal)
    {
        var rank = region.Rank;
        Span<long> index = stackalloc long[rank];
        Span<long> start = stackalloc long[rank];
        Span<long> extent = stackalloc long[rank];
        var coversChunk = true;
        for (var d = rank - 1; d >= 0; d--)
        {
            (ordinal, var step) = Math.DivRem(ordinal, counts[d]);
            index[d] = first[d] + step;
            var chunkStart = index[d] * grid.Chunk[d];
            var chunkLength = Math.Min(grid.Chunk[d], grid.Array[d] - chunkStart);
            start[d] = Math.Max(chunkStart, region.Offset[d]);
            var end = Math.Min(chunkStart + chunkLength, region.Offset[d] + region.Shape[d]);
            extent[d] = end - start[d];
            coversChunk &= extent[d] == chunkLength;
        }

        return new ChunkProjection(index, new Region(start, Shape.Create(extent)), coversChunk);
    }
}

/// <summary>One chunk and the part of a region that lies in it.</summary>
internal sealed class ChunkProjection(ReadOnlySpan<long> index, Region overlap, bool coversChunk)
{
    private readonly long[] index = index.ToArray();

    /// <summary>Index of the chunk in the grid.</summary>
    internal ReadOnlySpan<long> Index => index;

    /// <summary>The elements that chunk and region share, in array coordinates.</summary>
    internal Region Overlap => overlap;

    /// <summary>Whether the region holds every element of the chunk that lies inside the array.</summary>
    internal bool CoversChunk => coversChunk;

    /// <summary>Offset of the overlap inside the chunk.</summary>
    internal void OffsetInChunk(Shape chunk, Span<long> offset)
    {
        for (var d = 0; d < index.Length; d++)
        {
            offset[d] = overlap.Offset[d] - (index[d] * chunk[d]);
        }
    }

    /// <summary>The overlap relative to the offset of a region.</summary>
    internal Region RelativeTo(Region region)
    {
        Span<long> offset = stackalloc long[index.Length];
        for (var d = 0; d < index.Length; d++)
        {
            offset[d] = overlap.Offset[d] - region.Offset[d];
        }

        return new Region(offset, overlap.Shape);
    }
}
