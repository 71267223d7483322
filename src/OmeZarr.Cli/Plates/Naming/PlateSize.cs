using System.Globalization;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>Number of rows and columns of a plate.</summary>
internal sealed record PlateSize(int Rows, int Columns)
{
    private const int MaxEdge = 1000;

    private static readonly PlateSize[] Standard = [new(2, 3), new(3, 4), new(4, 6), new(6, 8), new(8, 12), new(16, 24), new(32, 48)];

    /// <summary>Number of wells.</summary>
    internal int Wells => Rows * Columns;

    /// <summary>Names of the rows.</summary>
    internal IEnumerable<string> RowNames => Enumerable.Range(1, Rows).Select(WellName.Letters);

    /// <summary>Names of the columns.</summary>
    internal IEnumerable<string> ColumnNames => Enumerable.Range(1, Columns).Select(column => column.ToString(CultureInfo.InvariantCulture));

    /// <summary>The size, if it is one that a plate can have.</summary>
    internal static PlateSize? Of(int rows, int columns) => rows is > 0 and <= MaxEdge && columns is > 0 and <= MaxEdge ? new PlateSize(rows, columns) : null;

    /// <summary>The plate with the given number of wells: 6, 12, 24, 48, 96, 384 or 1536.</summary>
    /// <exception cref="UsageException">There is no such plate.</exception>
    internal static PlateSize Parse(string text) => Array.Find(Standard, size => text == size.Wells.ToString(CultureInfo.InvariantCulture))
        ?? throw new UsageException($"--plate-wells {Quote.IfNeeded(text)}: there are plates with {string.Join(", ", Standard.Select(size => size.Wells))} wells");

    /// <summary>The smallest plate of 96 or more wells that has a well of this number; null if there is none.</summary>
    internal static PlateSize? Holding(int wellNumber) => Array.Find(Standard, size => size.Wells >= 96 && size.Wells >= wellNumber);

    /// <summary>The well of a number that is counted row by row from 1; null if the plate has fewer wells.</summary>
    internal (string Row, string Column)? WellOf(int number) => number > Wells
        ? null
        : (WellName.Letters(((number - 1) / Columns) + 1), (((number - 1) % Columns) + 1).ToString(CultureInfo.InvariantCulture));
}
