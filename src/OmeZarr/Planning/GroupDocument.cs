using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>The <c>zarr.json</c> of groups: OME-Zarr metadata under <c>ome</c>, and the user's attributes beside it. Everything that JSON cannot represent is detected here, before anything is written.</summary>
internal static class GroupDocument
{
    internal const string Name = "zarr.json";

    internal const string MetadataKey = "ome";

    /// <summary>The document of a group without attributes.</summary>
    internal static byte[] Empty => new GroupMetadata().ToUtf8();

    /// <summary>The document of a new group.</summary>
    /// <param name="metadata">The OME-Zarr metadata.</param>
    /// <param name="extra">Attributes beside it; null for none.</param>
    /// <exception cref="ArgumentException">An extra attribute is called <c>ome</c>, or something cannot be written as JSON.</exception>
    internal static byte[] Of(OmeMetadata metadata, JsonObject? extra = null) => Of(new GroupMetadata(), metadata, extra);

    /// <summary>The document of a group on disk with other OME-Zarr metadata. Attributes that do not change are kept.</summary>
    /// <param name="stored">The document on disk.</param>
    /// <param name="metadata">The OME-Zarr metadata.</param>
    /// <param name="extra">Attributes to set; null for none.</param>
    /// <inheritdoc cref="Of(OmeMetadata, JsonObject?)"/>
    internal static byte[] Of(GroupMetadata stored, OmeMetadata metadata, JsonObject? extra = null)
    {
        if (extra?.ContainsKey(MetadataKey) == true)
        {
            throw new ArgumentException($"the extra attributes contain \"{MetadataKey}\", which is where the OME-Zarr metadata goes; use another name", nameof(extra));
        }

        try
        {
            var attributes = stored.Attributes.DeepClone().AsObject();
            attributes[MetadataKey] = metadata.ToJson();
            foreach (var (name, value) in extra ?? [])
            {
                attributes[name] = value?.DeepClone();
            }

            return (stored with { Attributes = attributes }).ToUtf8();
        }
        catch (Exception e) when (e is InvalidMetadataException or JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new ArgumentException($"the attributes cannot be written as JSON: {e.Message}", nameof(extra), e);
        }
    }

    /// <summary>The groups between a root and a node, outermost first: <c>a</c> and <c>a/b</c> for <c>a/b/0</c>.</summary>
    internal static IEnumerable<string> Above(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }
}
