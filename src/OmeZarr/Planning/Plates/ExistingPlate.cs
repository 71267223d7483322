using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>The metadata of a plate on disk to which wells are added. Members that the caller gives replace those on disk; all others are kept.</summary>
/// <param name="Stored">The <c>zarr.json</c> of the plate.</param>
/// <param name="Plate">The metadata in it, without errors.</param>
internal sealed record ExistingPlate(GroupMetadata Stored, Plate Plate)
{
    private readonly Dictionary<string, int> positions = Plate.Definition.Wells.Index().ToDictionary(well => well.Item.Path, well => well.Index);

    // Whether the wells are sorted by row and column, so that new ones can be inserted in that order.
    private readonly bool isOrdered = IsOrdered([.. Plate.Definition.Wells.Select(well => (well.RowIndex, well.ColumnIndex))]);

    /// <summary>Rows, columns, wells.</summary>
    internal PlateDef Definition => Plate.Definition;

    internal bool Lists(string well) => positions.ContainsKey(well);

    /// <summary>The sort key of a well in the list.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="given">Its index in the caller's list; null if the caller gives no list, or the list lacks the well.</param>
    /// <param name="place">Its row and column.</param>
    internal (int First, int Second) Order(string path, int? given, (int Row, int Column) place) =>
        given is { } position ? (position, 0)
        : !isOrdered && positions.TryGetValue(path, out var at) ? (-1, at)
        : place;

    /// <summary>The entry of a well; null if it is not listed.</summary>
    internal PlateWell? Entry(string path) => positions.TryGetValue(path, out var at) ? Definition.Wells[at] : null;

    /// <summary>The metadata with the members that the caller gives, and with the present lists of rows, columns, wells and acquisitions.</summary>
    internal Plate With(PlateOptions given, ValueList<Row> rows, ValueList<Column> columns, ValueList<PlateWell> wells, ValueList<Acquisition>? acquisitions, int? fieldCount) => Plate with
    {
        Definition = Definition with
        {
            Rows = rows,
            Columns = columns,
            Wells = wells,
            Acquisitions = acquisitions,
            FieldCount = given.FieldCount ?? fieldCount,
            Name = given.Name ?? Definition.Name,
            ExtraMembers = Definition.ExtraMembers.With(given.ExtraMembers),
        },
        Bioformats2RawLayout = given.Bioformats2RawLayout ?? Plate.Bioformats2RawLayout,
        ExtraMembers = Plate.ExtraMembers.With(given.ExtraDocumentMembers),
    };

    /// <summary>The acquisitions on disk, updated by those that the caller gives, then the caller's new ones.</summary>
    internal ValueList<Acquisition> AcquisitionsWith(ValueList<Acquisition>? given)
    {
        var known = Definition.Acquisitions ?? [];
        var others = given ?? [];
        return
        [
            .. known.Select(acquisition => others.FirstOrDefault(other => other.Id == acquisition.Id) is { } other ? Merge(acquisition, other) : acquisition),
            .. others.Where(other => known.All(acquisition => acquisition.Id != other.Id)),
        ];
    }

    private static Acquisition Merge(Acquisition known, Acquisition given) => known with
    {
        Name = given.Name ?? known.Name,
        MaximumFieldCount = given.MaximumFieldCount ?? known.MaximumFieldCount,
        Description = given.Description ?? known.Description,
        StartTime = given.StartTime ?? known.StartTime,
        EndTime = given.EndTime ?? known.EndTime,
        ExtraMembers = known.ExtraMembers.With(given.ExtraMembers),
    };

    private static bool IsOrdered(IReadOnlyList<(int, int)> places) => places.SequenceEqual(places.Order());
}
