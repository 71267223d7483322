using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class WellJson
{
    public const string Definition = "well";

    public static ValueList<string> Names { get; } = ["version", Definition];

    public static ValueList<string> DefinitionNames { get; } = ["images", "version"];

    public static ValueList<string> FieldNames { get; } = ["path", "acquisition"];

    public static Well? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var version = Documents.Version(members);
        var definition = members.Required(Definition, ReadDefinition);
        return definition is null ? null : new Well { Version = version, Definition = definition, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Well well) => new ObjectWriter(json)
        .String("version", well.Version)
        .Member(Definition, well.Definition, WriteDefinition)
        .End(well.ExtraMembers);

    public static WellDef? ReadDefinition(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var images = members.Required("images", JsonCursor.List(ReadField));
        var version = members.Optional("version", JsonCursor.String);
        return images is null ? null : new WellDef { Images = images.Value, Version = version, ExtraMembers = members.Rest() };
    }

    public static void WriteDefinition(Utf8JsonWriter json, WellDef well) => new ObjectWriter(json)
        .List("images", well.Images, WriteField)
        .String("version", well.Version)
        .End(well.ExtraMembers);

    private static FieldOfView? ReadField(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var path = members.Required("path", JsonCursor.String);
        var acquisition = members.Optional("acquisition", JsonCursor.Integer);
        return path is null ? null : new FieldOfView(path, acquisition) { ExtraMembers = members.Rest() };
    }

    private static void WriteField(Utf8JsonWriter json, FieldOfView field) => new ObjectWriter(json)
        .String("path", field.Path)
        .Integer("acquisition", field.Acquisition)
        .End(field.ExtraMembers);
}
