using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V04.Mapping;

internal static class Bf2RawJson
{
    public static ValueList<string> Names { get; } = [V05.Mapping.Bf2RawJson.Layout];

    public static Bf2Raw? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required(V05.Mapping.Bf2RawJson.Layout, V05.Mapping.Bf2RawJson.ReadLayout);
        return value is null ? null : new Bf2Raw { Layout = value.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Bf2Raw root) => new ObjectWriter(json)
        .Integer(V05.Mapping.Bf2RawJson.Layout, root.Layout)
        .End(root.ExtraMembers);
}
