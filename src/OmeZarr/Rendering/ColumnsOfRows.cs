namespace OmeZarr.Rendering;

/// <summary>The shares of the columns of rows that are handed out in parts. They are computed anew when the part changes, which is once for each block.</summary>
internal sealed class ColumnsOfRows(LevelChoice level, PlaneAxes axes)
{
    private (long Start, int Count) known;
    private ColumnShares? shares;

    internal ColumnShares At(long start, int count)
    {
        if (shares is null || known != (start, count))
        {
            (known, shares) = ((start, count), new ColumnShares(start, count, level.Width, level.Array.Shape[axes.X]));
        }

        return shares;
    }
}
