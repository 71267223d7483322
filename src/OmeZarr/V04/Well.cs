using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.V04;

/// <summary>Metadata of the group of a well (section "well").</summary>
public sealed record Well : OmeMetadata, IJsonObject<Well>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Well;

    /// <summary>The images of the well.</summary>
    public required WellDef Definition { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Well Parse(JsonObject zattrs) => Parse<Well>(zattrs, "well", Image.Root);

    static Well IJsonObject<Well>.Read(ObjectReader json) => new() { Definition = json.Required(V05.WellDef.Member, JsonCursor.Object<WellDef>) };

    internal override void Write(ObjectWriter json) => json.Object(V05.WellDef.Member, Definition);
}

/// <summary>The object <c>well</c>: the fields of view.</summary>
public sealed record WellDef : OmeObject, IJsonObject<WellDef>
{
    /// <summary>The fields of view; at least one.</summary>
    public required ValueList<FieldOfView> Images { get; init; }

    /// <summary>Version of the specification: <c>0.4</c>. Recommended; a document that was read may lack it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    static WellDef IJsonObject<WellDef>.Read(ObjectReader json) => From05(json.As<V05.WellDef>());

    internal override void Write(ObjectWriter json) => As05().Write(json);

    /// <summary>The same in 0.5, which has the same members.</summary>
    internal V05.WellDef As05() => new() { Images = Images, Version = Version, ExtraMembers = ExtraMembers };

    internal static WellDef From05(V05.WellDef v05) => new() { Images = v05.Images, Version = v05.Version, ExtraMembers = v05.ExtraMembers };
}
