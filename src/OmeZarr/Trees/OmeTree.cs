using OmeZarr.Trees;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Reads the nodes of a hierarchy for a table of contents: kinds, names, shapes, types, versions.</summary>
/// <remarks>
/// The tree follows the lists in the metadata: wells of plates, fields of wells, images of collections, labels. Groups without a list, and those whose metadata cannot be understood, are listed in the store.
/// What is broken has a <see cref="OmeTreeNode.Problem"/>, and the reading goes on. The number of requests depends on <see cref="OmeTreeOptions"/>, not on the size of the store: each group is opened once,
/// and so is the first array of each image.
/// </remarks>
public static class OmeTree
{
    /// <summary>Reads the hierarchy in a folder.</summary>
    /// <inheritdoc cref="ReadAsync(IStore, StorePrefix, OmeTreeOptions?, CancellationToken)"/>
    public static Task<OmeTreeNode> ReadAsync(string path, OmeTreeOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync(new FileSystemStore(path), StorePrefix.Root, options, cancellationToken);

    /// <summary>Reads a node of a store and the nodes below it.</summary>
    /// <param name="store">The store. Groups without a list have no children in the tree if it is no <see cref="IListableStore"/>.</param>
    /// <param name="path">Path of the first node, an array or a group.</param>
    /// <param name="options">How much is read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The first node.</returns>
    /// <exception cref="NodeNotFoundException">There is no node at the path.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public static async Task<OmeTreeNode> ReadAsync(IStore store, StorePrefix path, OmeTreeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var reader = new TreeReader(store, options ?? new OmeTreeOptions(), cancellationToken);
        return await reader.ReadAnyAsync(path, path.Value, 0).ConfigureAwait(false)
            ?? throw new NodeNotFoundException(path.Value, $"there is no Zarr node at /{path} of {store}: no zarr.json, .zgroup or .zarray");
    }
}
