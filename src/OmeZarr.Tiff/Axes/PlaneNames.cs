namespace OmeZarr.Tiff.Axes;

/// <summary>The letters of the axes within a page.</summary>
/// <param name="Samples">The samples of a pixel.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
internal sealed record PlaneNames(char Samples, char Rows, char Columns)
{
    /// <summary>Samples are channels, rows are y, columns are x.</summary>
    public static PlaneNames Usual { get; } = new('c', 'y', 'x');
}
