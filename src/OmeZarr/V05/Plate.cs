using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>Metadata of a plate group (section "plate").</summary>
public sealed record Plate : OmeMetadata, IJsonObject<Plate>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Plate;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>Rows, columns, wells.</summary>
    public required PlateDef Definition { get; init; }

    /// <summary>3 if the plate was laid out by bioformats2raw, otherwise nothing.</summary>
    public int? Bioformats2RawLayout { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Plate Parse(JsonObject ome) => Parse<Plate>(ome, "plate", Image.Root);

    static Plate IJsonObject<Plate>.Read(ObjectReader json) => new()
    {
        Version = VersionMember.Read(json),
        Definition = json.Required(PlateDef.Member, JsonCursor.Object<PlateDef>),
        Bioformats2RawLayout = json.Optional(Bioformats2RawRoot.LayoutMember, Bioformats2RawRoot.ReadLayout),
    };

    internal override void Write(ObjectWriter json) => json
        .String("version", Version)
        .Object(PlateDef.Member, Definition)
        .Integer(Bioformats2RawRoot.LayoutMember, Bioformats2RawLayout);
}

/// <summary>The object <c>plate</c>: rows, columns, and which wells have images.</summary>
public sealed record PlateDef : OmeObject, IJsonObject<PlateDef>
{
    internal const string Member = "plate";

    /// <summary>All columns of the plate, used or not.</summary>
    public required ValueList<Column> Columns { get; init; }

    /// <summary>All rows of the plate, used or not.</summary>
    public required ValueList<Row> Rows { get; init; }

    /// <summary>The wells that have images; at least one.</summary>
    public required ValueList<PlateWell> Wells { get; init; }

    /// <summary>The acquisitions; needed if the plate was imaged more than once.</summary>
    public ValueList<Acquisition>? Acquisitions { get; init; }

    /// <summary>The largest number of fields of any well, above 0. Recommended.</summary>
    public int? FieldCount { get; init; }

    /// <summary>Name of the plate. Recommended.</summary>
    public string? Name { get; init; }

    /// <summary>Version; the text of 0.5 demands it although its schema does not, so new plates have it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    static PlateDef IJsonObject<PlateDef>.Read(ObjectReader json)
    {
        var plate = new PlateDef
        {
            Columns = json.Required("columns", JsonCursor.ObjectsInPlace(_ => new Column(string.Empty)), () => []),
            Rows = json.Required("rows", JsonCursor.ObjectsInPlace(_ => new Row(string.Empty)), () => []),
            Wells = json.Required("wells", JsonCursor.Objects<PlateWell>),
            Acquisitions = json.Optional("acquisitions", JsonCursor.Objects<Acquisition>),
            FieldCount = json.Optional("field_count", JsonCursor.Int32),
            Name = json.Optional("name", JsonCursor.String),
            Version = json.Optional("version", JsonCursor.String),
        };
        return json is { Salvage: not null, IsComplete: true } ? plate.Located() : plate;
    }

    internal override void Write(ObjectWriter json) => json
        .Objects("columns", Columns)
        .Objects("rows", Rows)
        .Objects("wells", Wells)
        .Objects("acquisitions", Acquisitions)
        .Integer("field_count", FieldCount)
        .String("name", Name)
        .String("version", Version);

    /// <summary>Takes rows, columns and indices that are missing from the paths of the wells.</summary>
    private PlateDef Located()
    {
        ValueList<Row> rows = Rows.Count > 0 ? Rows : [.. Parts(0).Distinct().Select(name => new Row(name))];
        ValueList<Column> columns = Columns.Count > 0 ? Columns : [.. Parts(1).Distinct().Select(name => new Column(name))];
        var (rowOf, columnOf) = (Positions(rows.Select(row => row.Name)), Positions(columns.Select(column => column.Name)));
        return this with
        {
            Rows = rows,
            Columns = columns,
            Wells = [.. Wells.Zip(Parts(0).Zip(Parts(1)), (well, names) => well.At(rowOf.GetValueOrDefault(names.First, PlateWell.NoIndex), columnOf.GetValueOrDefault(names.Second, PlateWell.NoIndex)))],
        };
    }

    /// <summary>The names of the row (0) or column (1) in the paths of the wells.</summary>
    private IEnumerable<string> Parts(int part) => Wells.Select(well => well.Path.Split('/').ElementAtOrDefault(part) ?? string.Empty);

    private static Dictionary<string, int> Positions(IEnumerable<string> names) => names.Index().DistinctBy(name => name.Item).ToDictionary(name => name.Item, name => name.Index);
}

/// <summary>One column of a plate.</summary>
public sealed record Column : OmeObject, IJsonObject<Column>
{
    /// <summary>A column.</summary>
    /// <param name="name">ASCII letters and digits, for example <c>1</c> or <c>01</c>.</param>
    public Column(string name) => Name = name;

    /// <summary>ASCII letters and digits, for example <c>1</c>; the second part of the paths of wells.</summary>
    public string Name { get; init; }

    static Column IJsonObject<Column>.Read(ObjectReader json) => new(json.Required("name", JsonCursor.String));

    internal override void Write(ObjectWriter json) => json.String("name", Name);
}

/// <summary>One row of a plate.</summary>
public sealed record Row : OmeObject, IJsonObject<Row>
{
    /// <summary>A row.</summary>
    /// <param name="name">ASCII letters and digits, for example <c>A</c>.</param>
    public Row(string name) => Name = name;

    /// <summary>ASCII letters and digits, for example <c>A</c>; the first part of the paths of wells.</summary>
    public string Name { get; init; }

    static Row IJsonObject<Row>.Read(ObjectReader json) => new(json.Required("name", JsonCursor.String));

    internal override void Write(ObjectWriter json) => json.String("name", Name);
}

/// <summary>A well that has images, and its place on the plate.</summary>
public sealed record PlateWell : OmeObject, IJsonObject<PlateWell>
{
    /// <summary>A well.</summary>
    /// <param name="path">Name of the row, slash, name of the column.</param>
    /// <param name="rowIndex">Position of the row in the list of rows, counted from 0.</param>
    /// <param name="columnIndex">Position of the column in the list of columns, counted from 0.</param>
    public PlateWell(string path, int rowIndex, int columnIndex) => (Path, RowIndex, ColumnIndex) = (path, rowIndex, columnIndex);

    /// <summary>Path of the group of the well: <c>A/1</c>.</summary>
    public string Path { get; init; }

    /// <summary>Position of the row in the list of rows, counted from 0.</summary>
    public int RowIndex { get; init; }

    /// <summary>Position of the column in the list of columns, counted from 0.</summary>
    public int ColumnIndex { get; init; }

    /// <summary>An index that is not stated.</summary>
    internal const int NoIndex = -1;

    /// <summary>The same with these indices where none is stated.</summary>
    internal PlateWell At(int row, int column) => this with { RowIndex = RowIndex == NoIndex ? row : RowIndex, ColumnIndex = ColumnIndex == NoIndex ? column : ColumnIndex };

    static PlateWell IJsonObject<PlateWell>.Read(ObjectReader json) => new(
        json.Required("path", JsonCursor.String), json.Required("rowIndex", JsonCursor.Int32, () => NoIndex), json.Required("columnIndex", JsonCursor.Int32, () => NoIndex));

    internal override void Write(ObjectWriter json) => json.String("path", Path).Integer("rowIndex", RowIndex).Integer("columnIndex", ColumnIndex);
}

/// <summary>One run of the microscope over the plate.</summary>
public sealed record Acquisition : OmeObject, IJsonObject<Acquisition>
{
    /// <summary>An acquisition.</summary>
    /// <param name="id">A unique number, 0 or above.</param>
    public Acquisition(long id) => Id = id;

    /// <summary>A unique number, 0 or above, to which the images of the wells refer.</summary>
    public long Id { get; init; }

    /// <summary>Name. Recommended.</summary>
    public string? Name { get; init; }

    /// <summary>The largest number of fields of any well in this acquisition, above 0. Recommended.</summary>
    public int? MaximumFieldCount { get; init; }

    /// <summary>What was acquired.</summary>
    public string? Description { get; init; }

    /// <summary>Beginning, in milliseconds since 1970 in the examples of the specification; 0 or above.</summary>
    public long? StartTime { get; init; }

    /// <summary>End, like <see cref="StartTime"/>.</summary>
    public long? EndTime { get; init; }

    static Acquisition IJsonObject<Acquisition>.Read(ObjectReader json) => new(json.Required("id", JsonCursor.Integer))
    {
        Name = json.Optional("name", JsonCursor.String),
        MaximumFieldCount = json.Optional("maximumfieldcount", JsonCursor.Int32),
        Description = json.Optional("description", JsonCursor.String),
        StartTime = json.Optional("starttime", JsonCursor.Integer),
        EndTime = json.Optional("endtime", JsonCursor.Integer),
    };

    internal override void Write(ObjectWriter json) => json
        .Integer("id", Id)
        .String("name", Name)
        .Integer("maximumfieldcount", MaximumFieldCount)
        .String("description", Description)
        .Integer("starttime", StartTime)
        .Integer("endtime", EndTime);
}
