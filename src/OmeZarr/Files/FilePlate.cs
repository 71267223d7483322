namespace OmeZarr.Files;

/// <summary>A multi-well plate that a file describes.</summary>
public sealed record FilePlate
{
    /// <summary>The name of the plate; null if the file does not name it.</summary>
    public string? Name { get; init; }

    /// <summary>Number of rows of the plate, also of those without images; null if the file does not say it.</summary>
    public int? Rows { get; init; }

    /// <summary>Number of columns of the plate, also of those without images; null if the file does not say it.</summary>
    public int? Columns { get; init; }
}

/// <summary>The place of a field of view on a plate.</summary>
/// <param name="Row">Name of the row: capital letters, for example <c>A</c>.</param>
/// <param name="Column">Name of the column: a number without leading zeros, for example <c>3</c>.</param>
/// <param name="Field">Name of the field of view in the well: letters and digits, for example <c>0</c>.</param>
public sealed record FileWell(string Row, string Column, string Field);
