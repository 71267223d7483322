using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V04.Mapping;

internal static class WellJson
{
    public static ValueList<string> Names { get; } = [V05.Mapping.WellJson.Definition];

    public static Well? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required(V05.Mapping.WellJson.Definition, V05.Mapping.WellJson.ReadDefinition);
        return value is null ? null : new Well { Definition = V04Adapter.FromV05(value), ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Well root) => new ObjectWriter(json)
        .Member(V05.Mapping.WellJson.Definition, V04Adapter.ToV05(root.Definition), V05.Mapping.WellJson.WriteDefinition)
        .End(root.ExtraMembers);
}
