namespace OmeZarr;

/// <summary>A well of a plate that is to be written.</summary>
public sealed class WellFields
{
    /// <summary>A well.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view; at least one.</param>
    public WellFields(string row, string column, params IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(fields);
        (Row, Column, Fields) = (row, column, fields);
    }

    /// <summary>Name of its row.</summary>
    public string Row { get; }

    /// <summary>Name of its column.</summary>
    public string Column { get; }

    /// <summary>Its fields of view.</summary>
    public IReadOnlyList<Field> Fields { get; }
}
