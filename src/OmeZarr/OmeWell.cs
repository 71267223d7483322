using OmeZarr.Reading;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>A well of a plate of OME-Zarr 0.5 or 0.4, opened for reading. Thread-safe.</summary>
public sealed class OmeWell : OmeNode
{
    internal OmeWell(OpenedNode node)
        : base(node) => Metadata = node.Require<Well>(OmeDocumentKind.Well);

    /// <summary>The metadata under <c>ome</c>.</summary>
    public Well Metadata { get; }

    /// <summary>The fields of view.</summary>
    public IReadOnlyList<FieldOfView> Fields => Metadata.Definition.Images;

    /// <summary>Opens the well in a folder.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeWell> OpenAsync(string path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new FileSystemStore(path), StorePrefix.Root, options, cancellationToken);

    /// <summary>Opens a well in a store: reads its metadata, nothing of its images.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the well.</param>
    /// <param name="options">How the arrays of its images are read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr group.</exception>
    /// <exception cref="OmeZarrException">The group is no well, or its metadata cannot be understood.</exception>
    /// <exception cref="ZarrException">The metadata of the group are invalid or not supported.</exception>
    public static async Task<OmeWell> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a field of view by its place in <see cref="Fields"/>, counted from 0.</summary>
    /// <param name="index">The place.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The well has fewer fields.</exception>
    /// <inheritdoc cref="OpenFieldAsync(FieldOfView, CancellationToken)"/>
    public Task<OmeImage> OpenFieldAsync(int index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Fields.Count);
        return OpenFieldAsync(Fields[index], cancellationToken);
    }

    /// <summary>Opens the image of a field of view, one of <see cref="Fields"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr group where the well says, or the array of a level is missing.</exception>
    /// <exception cref="OmeZarrException">The group is no image, its metadata cannot be understood, or its path leads nowhere.</exception>
    /// <exception cref="ZarrException">The metadata of the group or of an array are invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has taken the place of this one since it was opened, or it was deleted.</exception>
    public async Task<OmeImage> OpenFieldAsync(FieldOfView field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        var node = await OpenedNode.OpenBelowAsync(Group, field.Path, "well-image-path", cancellationToken).ConfigureAwait(false);
        return await OmeImage.OpenAsync(node, cancellationToken).ConfigureAwait(false);
    }
}
