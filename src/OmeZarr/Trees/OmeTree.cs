using OmeZarr.Trees;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Reads the nodes of a hierarchy for a table of contents: kinds, names, shapes, types, versions.</summary>
/// <remarks>
/// The tree follows the lists in the metadata: wells of plates, fields of wells, images of collections, labels. Groups without a list, and those whose metadata cannot be understood, are listed in the store.
/// What is broken has a <see cref="OmeTreeNode.Problem"/>, and the reading goes on. The number of requests depends on the limits, not on the size of the store: each group is opened once, and so is the first array
/// of each image.
/// </remarks>
public static class OmeTree
{
    /// <summary>The most levels of nodes that can be read.</summary>
    public const int DepthLimit = 64;

    /// <summary>Reads the hierarchy in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="ReadAsync(IStore, StorePrefix, int, int, bool, CancellationToken)"/>
    public static Task<OmeTreeNode> ReadAsync(StoreLocation location, int maxDepth = 8, int maxPerLevel = 6, bool arrays = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return ReadAsync(store, path, maxDepth, maxPerLevel, arrays, cancellationToken);
    }

    /// <summary>Reads a node of a store and the nodes below it.</summary>
    /// <param name="store">The store. Groups without a list have no children in the tree if it is no <see cref="IListableStore"/>.</param>
    /// <param name="path">Path of the first node, an array or a group.</param>
    /// <param name="maxDepth">How many levels of nodes are read below the first node, 0 to <see cref="DepthLimit"/>; 0 reads the first node only. A plate with labels and their arrays has 5.</param>
    /// <param name="maxPerLevel">How many children of each node are read, at least 1. The others are counted.</param>
    /// <param name="arrays">Whether the arrays of images are nodes of the tree. Otherwise only the first one of each image is read, for its shape and type.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The first node.</returns>
    /// <exception cref="NodeNotFoundException">There is no node at the path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is too small or too large.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public static async Task<OmeTreeNode> ReadAsync(
        IStore store, StorePrefix path, int maxDepth = 8, int maxPerLevel = 6, bool arrays = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDepth, DepthLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPerLevel, 1);
        var reader = new TreeReader(store, new TreeOptions(maxDepth, maxPerLevel, arrays), cancellationToken);
        return await reader.ReadAnyAsync(path, path.Value, 0).ConfigureAwait(false)
            ?? throw new NodeNotFoundException(path.Value, $"there is no Zarr node at /{path} of {store}: no zarr.json, .zgroup or .zarray");
    }
}
