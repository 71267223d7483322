using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V04.Mapping;

internal static class SeriesJson
{
    public static ValueList<string> Names { get; } = ["series"];

    public static Series? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required("series", JsonCursor.List(JsonCursor.String));
        return value is null ? null : new Series { Paths = value.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Series root) => new ObjectWriter(json)
        .List("series", root.Paths, (json, path) => json.WriteStringValue(path))
        .End(root.ExtraMembers);
}
