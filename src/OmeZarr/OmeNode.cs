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
    private protected OmeNode(OpenedNode node, IReadOnlyList<Finding>? more = null) =>
        (Group, Document, Findings) = (node.Group, node.Document, node.Document is null ? [] : FindingList.Join(node.Findings.Concat(more ?? [])));

    /// <summary>The Zarr group, with all its attributes. It lists the groups and arrays below it (<see cref="ZarrGroup.ListChildrenAsync"/>).</summary>
    public ZarrGroup Group { get; }

    /// <summary>The metadata document in its stored version. It names the kind of the node and validates the metadata. Null if the group has no OME-Zarr metadata.</summary>
    public OmeDocument? Document { get; }

    /// <summary>
    /// What was found while the node was opened: broken parts of the metadata, which are left out or assumed, and levels that cannot be opened. None means that everything was read.
    /// <see cref="OmeDocument.Validate"/> applies all rules of the specification.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The stored version of OME-Zarr, <c>0.5</c>, <c>0.4</c>, or an earlier one, which is read like 0.4; null if the group has no OME-Zarr metadata.</summary>
    public string? Version => Document?.StatedVersion;

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

    /// <summary>Opens the nearest OME-Zarr group above this one in its store: the image of a label image, the well of a field, the plate of a well. Null if there is none.</summary>
    /// <param name="options">How arrays are read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The OME-Zarr metadata cannot be understood.</exception>
    /// <exception cref="ZarrException">The metadata of a group or array is invalid or not supported.</exception>
    public async Task<OmeNode?> OpenParentAsync(ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        await OpenedNode.FindAboveAsync(Group, options, cancellationToken).ConfigureAwait(false) is { } node ? await OmeStore.OpenAsync(node, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Writers go on only with what was read completely.</summary>
    /// <exception cref="OmeZarrException">A part could not be read.</exception>
    internal void RequireWhole()
    {
        if (Findings.Any(finding => finding.Severity == Severity.Error))
        {
            throw new OmeZarrException($"{Group} of {Group.Store} cannot be read completely", Findings);
        }
    }

    /// <summary>The type of the node, its path and its store.</summary>
    public override string ToString() => $"{GetType().Name} of {Group} of {Group.Store}";
}
