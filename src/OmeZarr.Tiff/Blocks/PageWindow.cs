namespace OmeZarr.Tiff.Blocks;

/// <summary>A box of samples of one page, and the strides of the destination in bytes.</summary>
internal readonly record struct PageWindow
{
    public required (long First, long Count) Rows { get; init; }

    public required (long First, long Count) Columns { get; init; }

    public required (int First, int Count) Samples { get; init; }

    public required long RowStride { get; init; }

    public required long ColumnStride { get; init; }

    public required long SampleStride { get; init; }

    /// <summary>The intersection with a rectangle of the page, and its offset in the destination.</summary>
    public PageWindow Intersect((long First, long Count) rows, (long First, long Count) columns, out long start)
    {
        var (cutRows, cutColumns) = (Cut(Rows, rows), Cut(Columns, columns));
        start = ((cutRows.First - Rows.First) * RowStride) + ((cutColumns.First - Columns.First) * ColumnStride);
        return this with { Rows = cutRows, Columns = cutColumns };
    }

    private static (long First, long Count) Cut((long First, long Count) a, (long First, long Count) b)
    {
        var first = Math.Max(a.First, b.First);
        return (first, Math.Max(0, Math.Min(a.First + a.Count, b.First + b.Count) - first));
    }
}
