using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class LabelsGroupJson
{
    public static ValueList<string> Names { get; } = ["version", "labels"];

    public static LabelsGroup? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var version = Documents.Version(members);
        var paths = members.Required("labels", JsonCursor.List(JsonCursor.String));
        return paths is null ? null : new LabelsGroup { Version = version, Labels = paths.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, LabelsGroup group) => new ObjectWriter(json)
        .String("version", group.Version)
        .List("labels", group.Labels, (json, path) => json.WriteStringValue(path))
        .End(group.ExtraMembers);
}
