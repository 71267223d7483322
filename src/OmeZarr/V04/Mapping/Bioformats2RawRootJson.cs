using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V04.Mapping;

internal static class Bioformats2RawRootJson
{
    public static ValueList<string> Names { get; } = [V05.Mapping.Bioformats2RawRootJson.Layout];

    public static Bioformats2RawRoot? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required(V05.Mapping.Bioformats2RawRootJson.Layout, V05.Mapping.Bioformats2RawRootJson.ReadLayout);
        return value is null ? null : new Bioformats2RawRoot { Layout = value.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Bioformats2RawRoot root) => new ObjectWriter(json)
        .Integer(V05.Mapping.Bioformats2RawRootJson.Layout, root.Layout)
        .End(root.ExtraMembers);
}
