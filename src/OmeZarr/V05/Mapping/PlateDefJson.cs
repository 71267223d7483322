using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class PlateDefJson
{
    public static ValueList<string> Names { get; } = ["columns", "rows", "wells", "acquisitions", "field_count", "name", "version"];

    public static ValueList<string> WellNames { get; } = ["path", "rowIndex", "columnIndex"];

    public static PlateDef? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var columns = members.Required("columns", JsonCursor.List(ReadColumn));
        var rows = members.Required("rows", JsonCursor.List(ReadRow));
        var wells = members.Required("wells", JsonCursor.List(ReadWell));
        var acquisitions = members.Optional("acquisitions", JsonCursor.List(AcquisitionJson.Read));
        var fieldCount = members.Optional("field_count", JsonCursor.Int32);
        var name = members.Optional("name", JsonCursor.String);
        var version = members.Optional("version", JsonCursor.String);
        return columns is null || rows is null || wells is null
            ? null
            : new PlateDef
            {
                Columns = columns.Value,
                Rows = rows.Value,
                Wells = wells.Value,
                Acquisitions = acquisitions,
                FieldCount = fieldCount,
                Name = name,
                Version = version,
                ExtraMembers = members.Rest(),
            };
    }

    public static void Write(Utf8JsonWriter json, PlateDef plate) => new ObjectWriter(json)
        .List("columns", plate.Columns, (json, column) => WriteLine(json, column.Name, column.ExtraMembers))
        .List("rows", plate.Rows, (json, row) => WriteLine(json, row.Name, row.ExtraMembers))
        .List("wells", plate.Wells, WriteWell)
        .OptionalList("acquisitions", plate.Acquisitions, AcquisitionJson.Write)
        .Integer("field_count", plate.FieldCount)
        .String("name", plate.Name)
        .String("version", plate.Version)
        .End(plate.ExtraMembers);

    private static Column? ReadColumn(JsonCursor at) =>
        at.Object() is { } members && members.Required("name", JsonCursor.String) is { } name
            ? new Column(name) { ExtraMembers = members.Rest() }
            : null;

    private static Row? ReadRow(JsonCursor at) =>
        at.Object() is { } members && members.Required("name", JsonCursor.String) is { } name
            ? new Row(name) { ExtraMembers = members.Rest() }
            : null;

    private static void WriteLine(Utf8JsonWriter json, string name, JsonMembers extra) =>
        new ObjectWriter(json).String("name", name).End(extra);

    private static PlateWell? ReadWell(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var path = members.Required("path", JsonCursor.String);
        var row = members.Required("rowIndex", JsonCursor.Int32);
        var column = members.Required("columnIndex", JsonCursor.Int32);
        return path is null || row is null || column is null
            ? null
            : new PlateWell(path, row.Value, column.Value) { ExtraMembers = members.Rest() };
    }

    private static void WriteWell(Utf8JsonWriter json, PlateWell well) => new ObjectWriter(json)
        .String("path", well.Path)
        .Integer("rowIndex", well.RowIndex)
        .Integer("columnIndex", well.ColumnIndex)
        .End(well.ExtraMembers);
}
