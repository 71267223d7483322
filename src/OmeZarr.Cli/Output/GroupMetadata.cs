using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;

namespace OmeZarr.Cli.Output;

/// <summary>Where the metadata of OME-Zarr stand in a group: under <c>ome</c> in Zarr v3, among the attributes in v2, which is 0.4.</summary>
internal static class GroupMetadata
{
    /// <summary>The metadata of an opened group; null if it has none.</summary>
    internal static JsonObject? Of(ZarrGroup group) => group.ZarrFormat == 2 ? group.Attributes : group.Attributes["ome"] as JsonObject;

    /// <summary>Whether a folder is a node of Zarr.</summary>
    internal static bool IsNode(string folder) => File.Exists(Path.Join(folder, "zarr.json")) || File.Exists(Path.Join(folder, ".zgroup")) || File.Exists(Path.Join(folder, ".zarray"));

    /// <summary>The metadata in a folder; null if there are none, or none that can be read.</summary>
    internal static JsonObject? Read(string folder) =>
        (Parse(Path.Join(folder, "zarr.json")) is { } document ? (document["attributes"] as JsonObject)?["ome"] : Parse(Path.Join(folder, ".zattrs"))) as JsonObject;

    private static JsonObject? Parse(string document)
    {
        try
        {
            return new FileInfo(document) is { Exists: true } file && file.Length <= ZarrOptions.Default.MaxDocumentLength
                ? JsonNode.Parse(File.ReadAllBytes(document)) as JsonObject
                : null;
        }
        catch (JsonException)
        {
            return null; // labels or series that cannot be read should not hide the rest
        }
    }
}
