using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V04.Mapping;

internal static class LabelsGroupJson
{
    public static ValueList<string> Names { get; } = ["labels"];

    public static LabelsGroup? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required("labels", JsonCursor.List(JsonCursor.String));
        return value is null ? null : new LabelsGroup { Labels = value.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, LabelsGroup root) => new ObjectWriter(json)
        .List("labels", root.Labels, (json, path) => json.WriteStringValue(path))
        .End(root.ExtraMembers);
}
