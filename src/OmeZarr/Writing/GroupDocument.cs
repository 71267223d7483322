using System.Text.Json.Nodes;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>The <c>zarr.json</c> of groups that this library creates.</summary>
internal static class GroupDocument
{
    internal const string Name = "zarr.json";

    /// <summary>The document of a group without attributes.</summary>
    internal static byte[] Empty => Of([]);

    /// <summary>The document of a group with these attributes.</summary>
    internal static byte[] Of(JsonObject attributes) => new GroupMetadata { Attributes = attributes }.ToUtf8();

    /// <summary>Creates a group, or replaces its attributes.</summary>
    internal static ValueTask WriteAsync(IWritableStore store, string path, JsonObject attributes, CancellationToken cancellationToken) =>
        store.SetAsync(new StorePrefix(path).Key(Name), Of(attributes), cancellationToken);

    /// <summary>The groups between a root and a node, outermost first: <c>a</c> and <c>a/b</c> for <c>a/b/0</c>.</summary>
    internal static IEnumerable<string> Above(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }
}
