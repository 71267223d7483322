using OmeZarr.V05;

namespace OmeZarr;

/// <summary>The metadata of a plate to be written. Everything is optional: given members are written unchanged, the others are derived from the written wells.</summary>
public sealed record PlateOptions
{
    /// <summary>Name of the plate.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// All rows of the plate. By default, if all names are 1 to 3 capital letters, the rows from <c>A</c> to the last one used (<c>Z</c>, <c>AA</c>, … <c>ZZ</c>, <c>AAA</c>);
    /// otherwise, or if these were more than 1000, the used ones in natural order.
    /// </summary>
    public ValueList<Row>? Rows { get; init; }

    /// <summary>
    /// All columns of the plate. By default, if all names are numbers without leading zeros, or all padded with zeros to the same width, the columns from 1 to the highest one used;
    /// otherwise, or if these were more than 1000, the used ones in natural order.
    /// </summary>
    public ValueList<Column>? Columns { get; init; }

    /// <summary>The wells that may be written, in the order of the list; each is listed when it is written. By default all, in the order of rows and columns.</summary>
    public ValueList<PlateWell>? Wells { get; init; }

    /// <summary>The acquisitions; every <see cref="Field.Acquisition"/> must be among them. By default those that fields name, each with the largest number of fields of any well.</summary>
    public ValueList<Acquisition>? Acquisitions { get; init; }

    /// <summary>The largest number of fields of any well; counted by default.</summary>
    public int? FieldCount { get; init; }

    /// <summary>3 if the plate has the layout of bioformats2raw; otherwise null.</summary>
    public int? Bioformats2RawLayout { get; init; }

    /// <summary>Further members of the object <c>plate</c>.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>Further members beside <c>plate</c>, in the object <c>ome</c>.</summary>
    public JsonMembers ExtraDocumentMembers { get; init; } = JsonMembers.None;

    /// <inheritdoc cref="From"/>
    public static implicit operator PlateOptions(Plate plate) => From(plate);

    /// <summary>The metadata of a plate. Only its wells may be written.</summary>
    public static PlateOptions From(Plate plate)
    {
        ArgumentNullException.ThrowIfNull(plate);
        return new PlateOptions
        {
            Name = plate.Definition.Name,
            Rows = plate.Definition.Rows,
            Columns = plate.Definition.Columns,
            Wells = plate.Definition.Wells,
            Acquisitions = plate.Definition.Acquisitions,
            FieldCount = plate.Definition.FieldCount,
            Bioformats2RawLayout = plate.Bioformats2RawLayout,
            ExtraMembers = plate.Definition.ExtraMembers,
            ExtraDocumentMembers = plate.ExtraMembers,
        };
    }
}
