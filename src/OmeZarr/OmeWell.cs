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

    /// <summary>Opens the well in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeWell> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens a well in a store. Reads its metadata, but not its images.</summary>
    /// <returns>The well.</returns>
    /// <exception cref="OmeZarrException">The group is not a well, or its metadata cannot be understood.</exception>
    /// <inheritdoc cref="OmeStore.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static async Task<OmeWell> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a field of view by its index in <see cref="Fields"/>.</summary>
    /// <param name="index">The index, counted from 0.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The well has fewer fields.</exception>
    /// <inheritdoc cref="OpenFieldAsync(FieldOfView, CancellationToken)"/>
    public Task<OmeImage> OpenFieldAsync(int index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Fields.Count);
        return OpenFieldAsync(Fields[index], cancellationToken);
    }

    /// <summary>Opens the image of one of the <see cref="Fields"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr group at the listed path, or the array of a level is missing.</exception>
    /// <exception cref="OmeZarrException">The group is not an image, its metadata cannot be understood, or its path is invalid.</exception>
    /// <exception cref="ZarrException">The metadata of the group or of an array is invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<OmeImage> OpenFieldAsync(FieldOfView field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        var node = await OpenedNode.OpenBelowAsync(Group, field.Path, "well-image-path", cancellationToken).ConfigureAwait(false);
        return await OmeImage.OpenAsync(node, cancellationToken).ConfigureAwait(false);
    }
}
