using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class SeriesJson
{
    public static ValueList<string> Names { get; } = ["version", "series"];

    public static Series? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var version = Documents.Version(members);
        var paths = members.Required("series", JsonCursor.List(JsonCursor.String));
        return paths is null ? null : new Series { Version = version, Paths = paths.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Series group) => new ObjectWriter(json)
        .String("version", group.Version)
        .List("series", group.Paths, (json, path) => json.WriteStringValue(path))
        .End(group.ExtraMembers);
}
