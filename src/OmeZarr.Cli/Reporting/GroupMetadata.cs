using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>Locates the OME-Zarr metadata of a group: under <c>ome</c> in Zarr v3 (0.5), at the top of the attributes in Zarr v2 (0.4).</summary>
internal static class GroupMetadata
{
    /// <summary>The metadata of an opened group; null if it has none.</summary>
    internal static JsonObject? Of(ZarrGroup group) => group.ZarrFormat == 2 ? group.Attributes : group.Attributes["ome"] as JsonObject;

    /// <summary>Whether a folder is a Zarr node.</summary>
    internal static bool IsNode(string folder) => File.Exists(Path.Join(folder, "zarr.json")) || File.Exists(Path.Join(folder, ".zgroup")) || File.Exists(Path.Join(folder, ".zarray"));

    /// <summary>The metadata in a folder; null if they are missing or cannot be parsed.</summary>
    /// <exception cref="IOException">A document cannot be read.</exception>
    internal static async Task<JsonObject?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var store = new FileSystemStore(folder);
        return await ReadAsync(store, "zarr.json", cancellationToken).ConfigureAwait(false) is { } document
            ? (document["attributes"] as JsonObject)?["ome"] as JsonObject
            : await ReadAsync(store, ".zattrs", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JsonObject?> ReadAsync(FileSystemStore store, string name, CancellationToken cancellationToken)
    {
        var limit = ZarrOptions.Default.MaxDocumentLength;
        using var document = await store.GetRangeAsync(StorePrefix.Root.Key(name), ByteRange.FromOffset(0, limit + 1L), cancellationToken).ConfigureAwait(false);
        try
        {
            return document is not null && document.Memory.Length <= limit ? JsonNode.Parse(document.Memory.Span) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null; // labels or series that cannot be read should not hide the rest
        }
    }
}
