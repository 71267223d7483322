using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>Metadata of the group <c>OME</c> of a collection: the order of its images (transitional).</summary>
public sealed record Series : OmeMetadata, IJsonObject<Series>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Series;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>
    /// Paths of the images relative to the root of the collection, in the order of the Image elements of the OME-XML; at least one.
    /// </summary>
    public required ValueList<string> Paths { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Series Parse(JsonObject ome) => Parse<Series>(ome, "series", Image.Root);

    static Series IJsonObject<Series>.Read(ObjectReader json) =>
        new() { Version = VersionMember.Read(json), Paths = json.Required("series", JsonCursor.Strings, () => []) };

    internal override void Write(ObjectWriter json) => json.String("version", Version).Strings("series", Paths);
}
