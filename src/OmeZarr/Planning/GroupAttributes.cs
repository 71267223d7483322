using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>The attributes of a group: OME-Zarr metadata under <c>ome</c>, and the user's attributes beside it.</summary>
internal static class GroupAttributes
{
    internal const string MetadataKey = "ome";

    /// <summary>The attributes as a reader gets them. Values that JSON cannot represent are detected before anything is written.</summary>
    /// <param name="metadata">Gives the OME-Zarr metadata.</param>
    /// <param name="extra">Attributes beside it; null for none.</param>
    /// <exception cref="ArgumentException">An extra attribute is called <c>ome</c>, or something cannot be written as JSON.</exception>
    internal static JsonObject Of(Func<JsonObject> metadata, JsonObject? extra = null)
    {
        if (extra?.ContainsKey(MetadataKey) == true)
        {
            throw new ArgumentException($"the extra attributes contain \"{MetadataKey}\", which is where the OME-Zarr metadata goes; use another name", nameof(extra));
        }

        try
        {
            return GroupMetadata.Parse(new GroupMetadata { Attributes = Combine(metadata(), extra) }.ToUtf8()).Attributes;
        }
        catch (Exception e) when (e is InvalidMetadataException or JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new ArgumentException($"the attributes cannot be written as JSON: {e.Message}", nameof(extra), e);
        }
    }

    private static JsonObject Combine(JsonObject metadata, JsonObject? extra)
    {
        var attributes = new JsonObject { [MetadataKey] = metadata };
        foreach (var (name, value) in extra ?? [])
        {
            attributes[name] = value?.DeepClone();
        }

        return attributes;
    }
}
