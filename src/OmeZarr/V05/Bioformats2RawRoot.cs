using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>Metadata of the root group of a collection in the layout of bioformats2raw (transitional).</summary>
public sealed record Bioformats2RawRoot : OmeMetadata, IJsonObject<Bioformats2RawRoot>
{
    /// <summary>The only layout that the specification defines.</summary>
    public const int SupportedLayout = 3;

    internal const string LayoutMember = "bioformats2raw.layout";

    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Bioformats2Raw;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>Layout number: 3.</summary>
    public int Layout { get; init; } = SupportedLayout;

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Bioformats2RawRoot Parse(JsonObject ome) => Parse<Bioformats2RawRoot>(ome, "bioformats2raw", Image.Root);

    static Bioformats2RawRoot IJsonObject<Bioformats2RawRoot>.Read(ObjectReader json) =>
        new() { Version = VersionMember.Read(json), Layout = json.Required(LayoutMember, ReadLayout, () => SupportedLayout) };

    internal override void Write(ObjectWriter json) => json.String("version", Version).Integer(LayoutMember, Layout);

    /// <summary>Reads a layout. The text of the specification prints "3", its schema demands the number.</summary>
    internal static int? ReadLayout(JsonCursor at)
    {
        if (at.Value.ValueKind != JsonValueKind.String || !at.Value.ValueEquals("3"))
        {
            return JsonCursor.Int32(at);
        }

        at.Report(StructureRules.LayoutText, Severity.Warning, "is the number 3; found a string");
        return SupportedLayout;
    }
}
