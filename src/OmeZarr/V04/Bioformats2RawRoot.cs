using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V04;

/// <summary>Metadata of the root group of a collection in the layout of bioformats2raw (transitional).</summary>
public sealed record Bioformats2RawRoot : OmeMetadata, IJsonObject<Bioformats2RawRoot>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Bioformats2Raw;

    /// <summary>Layout number: 3.</summary>
    public int Layout { get; init; } = V05.Bioformats2RawRoot.SupportedLayout;

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Bioformats2RawRoot Parse(JsonObject zattrs) => Parse<Bioformats2RawRoot>(zattrs, "bioformats2raw", Image.Root);

    static Bioformats2RawRoot IJsonObject<Bioformats2RawRoot>.Read(ObjectReader json) =>
        new() { Layout = json.Required(V05.Bioformats2RawRoot.LayoutMember, V05.Bioformats2RawRoot.ReadLayout, () => V05.Bioformats2RawRoot.SupportedLayout) };

    internal override void Write(ObjectWriter json) => json.Integer(V05.Bioformats2RawRoot.LayoutMember, Layout);
}
