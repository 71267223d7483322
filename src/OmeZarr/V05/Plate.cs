using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>Metadata of a plate group (section "plate").</summary>
public sealed record Plate
{
    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>Rows, columns, wells.</summary>
    public required PlateDef Definition { get; init; }

    /// <summary>3 if the plate was laid out by bioformats2raw, otherwise nothing.</summary>
    public int? Bioformats2RawLayout { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>
    /// Reads the content of <c>attributes.ome</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.
    /// </summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one.
    /// </exception>
    public static Plate Parse(JsonObject ome) => ParseLenient(ome).ValueOrThrow("The plate metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>attributes.ome</c> as far as possible and reports problems of its structure. Never throws because of the
    /// content.
    /// </summary>
    public static Parsed<Plate> ParseLenient(JsonObject ome) => Documents.Parse(ome, PlateJson.Read);

    /// <summary>
    /// The content of <c>attributes.ome</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => PlateJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => PlateJson.Write(json, this));
}

/// <summary>The object <c>plate</c>: rows, columns, and which wells have images.</summary>
public sealed record PlateDef
{
    /// <summary>All columns of the plate, used or not.</summary>
    public required ValueList<Column> Columns { get; init; }

    /// <summary>All rows of the plate, used or not.</summary>
    public required ValueList<Row> Rows { get; init; }

    /// <summary>The wells that have images; at least one.</summary>
    public required ValueList<PlateWell> Wells { get; init; }

    /// <summary>The acquisitions, if the plate was imaged more than once or something is to be said about them.</summary>
    public ValueList<Acquisition>? Acquisitions { get; init; }

    /// <summary>The largest number of fields of any well, above 0. Recommended.</summary>
    public int? FieldCount { get; init; }

    /// <summary>Name of the plate. Recommended.</summary>
    public string? Name { get; init; }

    /// <summary>Version; the text of 0.5 demands it although its schema does not, so new plates have it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}

/// <summary>One column of a plate.</summary>
public sealed record Column
{
    /// <summary>A column.</summary>
    /// <param name="name">ASCII letters and digits, for example <c>1</c> or <c>01</c>.</param>
    public Column(string name) => Name = name;

    /// <summary>ASCII letters and digits, for example <c>1</c>; the second part of the paths of wells.</summary>
    public string Name { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}

/// <summary>One row of a plate.</summary>
public sealed record Row
{
    /// <summary>A row.</summary>
    /// <param name="name">ASCII letters and digits, for example <c>A</c>.</param>
    public Row(string name) => Name = name;

    /// <summary>ASCII letters and digits, for example <c>A</c>; the first part of the paths of wells.</summary>
    public string Name { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}

/// <summary>A well that has images, and its place on the plate.</summary>
public sealed record PlateWell
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

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}

/// <summary>One run of the microscope over the plate.</summary>
public sealed record Acquisition
{
    /// <summary>An acquisition.</summary>
    /// <param name="id">A number of its own, 0 or above.</param>
    public Acquisition(long id) => Id = id;

    /// <summary>A number of its own, 0 or above, to which the images of the wells refer.</summary>
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

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}
