using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class AxisJson
{
    public static ValueList<string> Names { get; } = ["name", "type", "unit"];

    public static Axis? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var name = members.Required("name", JsonCursor.String);
        var type = members.Optional("type", JsonCursor.String);
        var unit = members.Optional("unit", JsonCursor.String);
        return name is null ? null : Axis.Create(name, type, unit) with { ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Axis axis) => new ObjectWriter(json)
        .String("name", axis.Name)
        .String("type", axis.Type)
        .String("unit", axis.Unit)
        .End(axis.ExtraMembers);
}
