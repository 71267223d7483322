using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>The <c>zarr.json</c> of a group (Zarr v3 core, section "Group metadata"). Immutable.</summary>
public sealed record GroupMetadata
{
    /// <summary>The user's attributes. Do not change the object afterwards.</summary>
    /// <remarks>Bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> of Python are read as strings, and written bare again, in this document or in another one. Their spelling distinguishes them from other
    /// strings: <c>"\u004eaN"</c>, <c>"\u0049nfinity"</c>, <c>"-\u0049nfinity"</c>.</remarks>
    public JsonObject Attributes { get; init; } = [];

    /// <summary>Paths of the attributes that the document has twice, such as <c>ome.multiscales[0].name</c>, at most 1,000. Of these the last one counts.</summary>
    /// <remarks>Such a document can be read, but not written again with these attributes, because one of the two values would be lost.</remarks>
    public IReadOnlyList<string> RepeatedAttributes { get; internal init; } = [];

    /// <summary>Unknown members that say <c>"must_understand": false</c>; they are written back as they were.</summary>
    /// <remarks>Consolidated metadata is not among them. It is ignored when reading and never written, because it goes stale.</remarks>
    public JsonObject ExtraMembers { get; init; } = [];

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidMetadataException">The document is not JSON, does not belong to a group, or breaks the specification.</exception>
    public static GroupMetadata Parse(ReadOnlyMemory<byte> utf8)
    {
        var json = MetadataDocument.Parse(utf8);
        json.RequireNode("group");
        return new GroupMetadata { Attributes = json.Attributes(), RepeatedAttributes = json.RepeatedAttributes, ExtraMembers = json.ExtraMembers("consolidated_metadata") };
    }

    /// <summary>The document as UTF-8 without byte order mark.</summary>
    /// <exception cref="ArgumentException">A number of the attributes is NaN or infinite, which JSON does not have; the message says where it is.</exception>
    /// <exception cref="InvalidMetadataException">Attributes are nested too deep or there twice, or an extra member is one that the specification defines.</exception>
    public byte[] ToUtf8()
    {
        if (RepeatedAttributes is [var repeated, ..])
        {
            throw new InvalidMetadataException($"the attribute {repeated} is there twice, and one of the two values would be lost; remove one of them, or replace the attributes");
        }

        var json = new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = Attributes.DeepClone() };
        MetadataDocument.AddExtraMembers(json, ExtraMembers);
        return JsonTree.ToUtf8(json);
    }
}
