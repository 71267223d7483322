using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04.Mapping;

internal static class PlateJson
{
    public static ValueList<string> Names { get; } = [V05.Mapping.PlateJson.Definition];

    public static Plate? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required(V05.Mapping.PlateJson.Definition, PlateDefJson.Read);
        return value is null ? null : new Plate { Definition = V04Adapter.FromV05(value), ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Plate root) => new ObjectWriter(json)
        .Member(V05.Mapping.PlateJson.Definition, V04Adapter.ToV05(root.Definition), PlateDefJson.Write)
        .End(root.ExtraMembers);
}
