namespace OmeZarr.Tiff.OmeXml;

/// <summary>A multi-well plate.</summary>
internal sealed record PlateElement
{
    public string? Name { get; init; }

    public int? Rows { get; init; }

    public int? Columns { get; init; }

    public IReadOnlyList<WellSampleElement> Samples { get; init; } = [];
}

/// <summary>A field of view in a well.</summary>
internal sealed record WellSampleElement
{
    /// <summary>Number of the row, counted from 0.</summary>
    public required int Row { get; init; }

    /// <summary>Number of the column, counted from 0.</summary>
    public required int Column { get; init; }

    /// <summary>Number of the field in the well, counted from 0.</summary>
    public required int Field { get; init; }

    /// <summary>The identifier of its image; null for a field without one.</summary>
    public string? Image { get; init; }

    /// <summary>The place on the stage, by letter (x and y).</summary>
    public IReadOnlyDictionary<char, OmeQuantity> Position { get; init; } = new Dictionary<char, OmeQuantity>();
}
