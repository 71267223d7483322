using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class PlateJson
{
    public const string Definition = "plate";

    public static ValueList<string> Names { get; } = ["version", Definition, Bioformats2RawRootJson.Layout];

    public static Plate? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var version = Documents.Version(members);
        var definition = members.Required(Definition, PlateDefJson.Read);
        var layout = members.Optional(Bioformats2RawRootJson.Layout, Bioformats2RawRootJson.ReadLayout);
        return definition is null
            ? null
            : new Plate { Version = version, Definition = definition, Bioformats2RawLayout = layout, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Plate plate) => new ObjectWriter(json)
        .String("version", plate.Version)
        .Member(Definition, plate.Definition, PlateDefJson.Write)
        .Integer(Bioformats2RawRootJson.Layout, plate.Bioformats2RawLayout)
        .End(plate.ExtraMembers);
}
