namespace Zarr.Checking;

/// <summary>Where the chunks of an array are stored: their number in each cell, which is one step of the chunk grid along some dimensions and everything along the others.</summary>
public sealed class ChunkMap
{
    /// <summary>The most cells of a map.</summary>
    public const int MaxCells = 1 << 20;

    private readonly Shape array;
    private readonly Shape chunk;
    private readonly int[] dimensions;
    private readonly long[] stored;

    private ChunkMap(Shape array, Shape chunk, int[] dimensions, Shape cells)
    {
        (this.array, this.chunk, this.dimensions, Cells) = (array, chunk, dimensions, cells);
        stored = new long[cells.ElementCount];
        var others = Enumerable.Range(0, array.Rank).Except(dimensions).Select(d => array.ChunkCounts(chunk)[d]).ToArray();
        ChunksPerCell = Shape.Create(others).TryGetElementCount(out var count) ? count : long.MaxValue;
    }

    /// <summary>The dimensions of the array along which the cells lie.</summary>
    public IReadOnlyList<int> Dimensions => dimensions;

    /// <summary>Number of cells along each of these dimensions.</summary>
    public Shape Cells { get; }

    /// <summary>Number of chunks of the grid in each cell; <see cref="long.MaxValue"/> if there are more.</summary>
    public long ChunksPerCell { get; }

    /// <summary>Number of stored chunks in a cell.</summary>
    /// <param name="cell">Index of the cell along each of the dimensions.</param>
    /// <exception cref="ArgumentException">There are not as many values as dimensions, or there is no such cell.</exception>
    public long StoredCount(params ReadOnlySpan<long> cell)
    {
        new Region(cell, Shape.Create([.. dimensions.Select(_ => 1L)])).RequireInside(Cells);
        Span<long> strides = stackalloc long[cell.Length];
        StridedCopy.CStrides(Cells, strides);
        return stored[StridedCopy.Position(cell, strides)];
    }

    /// <summary>The elements of each cell in which no chunk is stored, in C order.</summary>
    public IEnumerable<Region> EmptyCells()
    {
        for (var number = 0; number < stored.Length; number++)
        {
            if (stored[number] == 0)
            {
                yield return ElementsOf(number);
            }
        }
    }

    /// <summary>A map without stored chunks; null if it would have too many cells, or there is nothing to map.</summary>
    /// <exception cref="ArgumentException">The dimensions are not ascending, or the array has no such dimension.</exception>
    internal static ChunkMap? Create(Shape array, Shape chunk, IReadOnlyList<int> dimensions)
    {
        for (var i = 0; i < dimensions.Count; i++)
        {
            if (dimensions[i] < 0 || dimensions[i] >= array.Rank || (i > 0 && dimensions[i] <= dimensions[i - 1]))
            {
                throw new ArgumentException($"{string.Join(", ", dimensions)} are not ascending dimensions of an array that has {array.Rank}", nameof(dimensions));
            }
        }

        var counts = array.ChunkCounts(chunk);
        var cells = Shape.Create([.. dimensions.Select(d => counts[d])]);
        return dimensions.Count > 0 && cells.TryGetElementCount(out var count) && count is > 0 and <= MaxCells ? new ChunkMap(array, chunk, [.. dimensions], cells) : null;
    }

    /// <summary>Counts a stored chunk. Thread-safe.</summary>
    /// <param name="index">Index of the chunk in the grid.</param>
    internal void Add(ReadOnlySpan<long> index)
    {
        var number = 0L;
        for (var i = 0; i < dimensions.Length; i++)
        {
            number = (number * Cells[i]) + index[dimensions[i]];
        }

        Interlocked.Increment(ref stored[number]);
    }

    private Region ElementsOf(long number)
    {
        Span<long> offset = stackalloc long[array.Rank];
        long[] lengths = [.. array];
        for (var i = dimensions.Length - 1; i >= 0; i--)
        {
            (number, var step) = Math.DivRem(number, Cells[i]);
            var d = dimensions[i];
            offset[d] = step * chunk[d];
            lengths[d] = Math.Min(chunk[d], array[d] - offset[d]);
        }

        return new Region(offset, Shape.Create(lengths));
    }
}
