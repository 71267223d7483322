using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V04;

/// <summary>Metadata of the group <c>OME</c> of a collection: the order of its images (transitional).</summary>
public sealed record Series : OmeMetadata, IJsonObject<Series>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Series;

    /// <summary>
    /// Paths of the images relative to the root of the collection, in the order of the Image elements of the OME-XML; at least one.
    /// </summary>
    public required ValueList<string> Paths { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Series Parse(JsonObject zattrs) => Parse<Series>(zattrs, "series", Image.Root);

    static Series IJsonObject<Series>.Read(ObjectReader json) => new() { Paths = json.Required("series", JsonCursor.Strings, () => []) };

    internal override void Write(ObjectWriter json) => json.Strings("series", Paths);
}
