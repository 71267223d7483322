using OmeZarr.Reading;
using Zarr;

namespace OmeZarr;

/// <summary>
/// A group of an OME-Zarr 0.5 or 0.4 hierarchy, opened for reading: an <see cref="OmeImage"/>, <see cref="OmePlate"/>, <see cref="OmeWell"/>, <see cref="OmeCollection"/> or any other
/// group (<see cref="OmeGroup"/>). <see cref="OmeStore"/> opens a node of any kind.
/// </summary>
/// <remarks>The models of the metadata are those of 0.5; <see cref="OmeConvert"/> defines how metadata of 0.4 becomes 0.5. The attributes of the <see cref="Group"/> hold everything that is stored.</remarks>
public abstract class OmeNode
{
    private protected OmeNode(OpenedNode node) => (Group, Document) = (node.Group, node.Document);

    /// <summary>The Zarr group, with all its attributes. It lists the groups and arrays below it (<see cref="ZarrGroup.ListChildrenAsync"/>).</summary>
    public ZarrGroup Group { get; }

    /// <summary>The metadata document in its stored version. It names the kind of the node and validates the metadata. Null if the group has no OME-Zarr metadata.</summary>
    public OmeDocument? Document { get; }

    /// <summary>The stored version of OME-Zarr, <c>0.5</c> or <c>0.4</c>; null if the group has no OME-Zarr metadata.</summary>
    public string? Version => Document?.Version;

    /// <summary>Opens any group below this one by its path, such as <c>A/1/0</c> or <c>labels/cells</c>, whether or not the metadata list it.</summary>
    /// <param name="path">The path, relative to this group.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The path cannot be the path of a node.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    /// <inheritdoc cref="OmeStore.OpenAsync(Zarr.Stores.IStore, Zarr.Stores.StorePrefix, ZarrOptions?, CancellationToken)"/>
    public async Task<OmeNode> OpenNodeAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await OmeStore.OpenAsync(OpenedNode.Of(await Group.OpenGroupAsync(path, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The type of the node, its path and its store.</summary>
    public override string ToString() => $"{GetType().Name} of {Group} of {Group.Store}";
}
