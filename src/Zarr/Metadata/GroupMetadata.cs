using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>The <c>zarr.json</c> of a group (Zarr v3 core, section "Group metadata"). Immutable.</summary>
public sealed record GroupMetadata
{
    /// <summary>The user's attributes. Not to be changed after it was handed in.</summary>
    public JsonObject Attributes { get; init; } = [];

    /// <summary>Unknown members that say <c>"must_understand": false</c>; they are written back as they were.</summary>
    /// <remarks>Consolidated metadata is not among them: it is read past and never written, since it would soon be stale.</remarks>
    public JsonObject ExtraMembers { get; init; } = [];

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidMetadataException">It is not JSON, not a group's, or breaks the specification.</exception>
    public static GroupMetadata Parse(ReadOnlyMemory<byte> utf8)
    {
        var json = MetadataDocument.Parse(utf8);
        json.RequireNode("group");
        return new GroupMetadata { Attributes = json.Attributes(), ExtraMembers = json.ExtraMembers("consolidated_metadata") };
    }

    /// <summary>The document as UTF-8 without byte order mark.</summary>
    public byte[] ToUtf8()
    {
        var json = new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = Attributes.DeepClone() };
        MetadataDocument.AddExtraMembers(json, ExtraMembers);
        return MetadataDocument.ToUtf8(json);
    }
}
