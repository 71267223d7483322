using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>Metadata of the group <c>labels</c> beside the levels of an image: the list of its label images (section "labels").</summary>
public sealed record LabelsGroup : OmeMetadata, IJsonObject<LabelsGroup>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.LabelsGroup;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>Paths of the label images, relative to the group; at least one.</summary>
    public required ValueList<string> Labels { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static LabelsGroup Parse(JsonObject ome) => Parse<LabelsGroup>(ome, "labels", Image.Root);

    static LabelsGroup IJsonObject<LabelsGroup>.Read(ObjectReader json) =>
        new() { Version = VersionMember.Read(json), Labels = json.Required("labels", JsonCursor.Strings, () => []) };

    internal override void Write(ObjectWriter json) => json.String("version", Version).Strings("labels", Labels);
}
