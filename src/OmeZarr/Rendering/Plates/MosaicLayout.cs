namespace OmeZarr.Rendering.Plates;

/// <summary>Where the wells and names of a plate are in its picture: the names of the columns above, those of the rows on the left, and a line of one pixel around each well.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Cell">Width and height of a well.</param>
/// <param name="Scale">Width and height of a pixel of the font.</param>
/// <param name="Left">Width of the names of the rows.</param>
internal sealed record MosaicLayout(int Rows, int Columns, int Cell, int Scale, int Left)
{
    private const int Line = 1;
    private const int SmallestCell = 4;
    private const int LargestScale = 4;
    private const int CellOfScale = 20;

    internal int Width => Left + Line + (Columns * (Cell + Line));

    internal int Height => Top + Line + (Rows * (Cell + Line));

    /// <summary>Height of the names of the columns.</summary>
    internal int Top => (BitmapFont.Height + 2) * Scale;

    /// <summary>The layout with the largest wells. The font grows with them.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="longestName">Characters of the longest name of a row.</param>
    /// <param name="size">The longer side of the picture.</param>
    /// <exception cref="ArgumentException">Wells would have fewer than 4 x 4 pixels.</exception>
    internal static MosaicLayout Of(int rows, int columns, int longestName, int size)
    {
        for (var scale = LargestScale; scale >= 1; scale--)
        {
            var layout = new MosaicLayout(rows, columns, 0, scale, ((longestName * BitmapFont.Advance) + 1) * scale);
            var cell = Math.Min((size - layout.Left - Line) / columns, (size - layout.Top - Line) / rows) - Line;
            if (cell >= CellOfScale * scale || (scale == 1 && cell >= SmallestCell))
            {
                return layout with { Cell = cell };
            }
        }

        throw new ArgumentException($"size {size}: the {rows} x {columns} wells of the plate do not fit in; give a larger size", nameof(size));
    }

    /// <summary>The upper left corner of a well.</summary>
    internal (int X, int Y) CornerOf(int row, int column) => (Left + Line + (column * (Cell + Line)), Top + Line + (row * (Cell + Line)));
}
