using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>Updates the attributes of a group on disk; attributes that do not change are kept.</summary>
internal static class StoredAttributes
{
    /// <summary>The attributes with other OME-Zarr metadata.</summary>
    /// <param name="stored">The document.</param>
    /// <param name="metadata">Gives the metadata.</param>
    /// <param name="extra">Further attributes to set; null for none.</param>
    /// <inheritdoc cref="GroupAttributes.Of"/>
    internal static JsonObject With(GroupMetadata stored, Func<JsonObject> metadata, JsonObject? extra = null)
    {
        var attributes = stored.Attributes.DeepClone().AsObject();
        foreach (var (name, value) in GroupAttributes.Of(metadata, extra))
        {
            attributes[name] = value?.DeepClone();
        }

        return attributes;
    }

    /// <summary>The document with other OME-Zarr metadata.</summary>
    /// <inheritdoc cref="With"/>
    internal static byte[] ToUtf8(GroupMetadata stored, Func<JsonObject> metadata, JsonObject? extra = null) =>
        (stored with { Attributes = With(stored, metadata, extra) }).ToUtf8();
}
