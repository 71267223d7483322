using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>A list in the metadata of a group that names nodes below it: wells, fields, labels or series.</summary>
/// <param name="Items">The list.</param>
/// <param name="Kind">The kind of the listed nodes.</param>
internal readonly record struct PartList(JsonArray Items, PartKind Kind)
{
    /// <summary>The lists in the metadata of a group.</summary>
    internal static IEnumerable<PartList> In(JsonObject? metadata)
    {
        (JsonNode? List, PartKind Kind)[] lists =
        [
            ((metadata?["plate"] as JsonObject)?["wells"], PartKind.Well), ((metadata?["well"] as JsonObject)?["images"], PartKind.Field), (metadata?["labels"], PartKind.Label), (metadata?["series"], PartKind.Series),
        ];
        return lists.Where(list => list.List is JsonArray).Select(list => new PartList((JsonArray)list.List!, list.Kind));
    }

    /// <summary>The path that an item names; null if it names none.</summary>
    internal static string? PathOf(JsonNode? item) => (item is JsonObject members ? members["path"] : item) is JsonValue value && value.TryGetValue<string>(out var path) ? path : null;

    /// <summary>The group above a node that holds a list for it, and the path of the node in that list; null if there is none.</summary>
    /// <param name="store">The store.</param>
    /// <param name="nodePath">Path of the node, which may be missing.</param>
    /// <param name="kind">The kind of the node.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<(string Group, string Path)?> FindAsync(IWritableStore store, string nodePath, PartKind kind, CancellationToken cancellationToken)
    {
        for (var group = new StorePrefix(nodePath); !group.IsRoot;)
        {
            group = group.Parent;
            var holder = kind == PartKind.Series ? group / "OME" : group;
            if (await OpenAsync(store, holder.Value, cancellationToken).ConfigureAwait(false) is { } edit && In(edit.Ome).Any(list => list.Kind == kind))
            {
                return (holder.Value, group.IsRoot ? nodePath : nodePath[(group.Value.Length + 1)..]);
            }
        }

        return null;
    }

    private static async Task<NodeEdit?> OpenAsync(IWritableStore store, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await NodeEdit.OpenAsync(store, path, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidMetadataException)
        {
            return null; // It names nothing that can be read.
        }
    }
}

/// <summary>The kinds of nodes that lists name.</summary>
internal enum PartKind
{
    Well,
    Field,
    Label,
    Series,
}
