using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class Bioformats2RawRootJson
{
    public const string Layout = "bioformats2raw.layout";

    public static ValueList<string> Names { get; } = ["version", Layout];

    public static Bioformats2RawRoot? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var version = Documents.Version(members);
        var layout = members.Required(Layout, ReadLayout);
        return layout is null ? null : new Bioformats2RawRoot { Version = version, Layout = layout.Value, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Bioformats2RawRoot root) => new ObjectWriter(json)
        .String("version", root.Version)
        .Integer(Layout, root.Layout)
        .End(root.ExtraMembers);

    /// <summary>The text of the specification prints "3", its schema demands the number.</summary>
    public static int? ReadLayout(JsonCursor at)
    {
        if (at.Value.ValueKind != JsonValueKind.String || !at.Value.ValueEquals("3"))
        {
            return JsonCursor.Int32(at);
        }

        at.Report(StructureRules.LayoutText, Severity.Warning, "is the number 3; found a string");
        return Bioformats2RawRoot.SupportedLayout;
    }
}
