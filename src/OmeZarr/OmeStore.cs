using OmeZarr.Reading;
using Zarr;
using Zarr.Nodes;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Opens a group of any kind: an image, plate, well, collection, list of labels, or a plain Zarr group.</summary>
public static class OmeStore
{
    /// <summary>Opens the group in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeNode> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens a group in a store. A plate in the layout of bioformats2raw is a plate (0.5, section "bioformats2raw.layout").</summary>
    /// <returns>An <see cref="OmeImage"/>, <see cref="OmePlate"/>, <see cref="OmeWell"/>, <see cref="OmeCollection"/>, or an <see cref="OmeGroup"/> for all other groups.</returns>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the group.</param>
    /// <param name="options">How arrays are read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr group, or the array of a level is missing.</exception>
    /// <exception cref="OmeZarrException">The OME-Zarr metadata cannot be understood.</exception>
    /// <exception cref="ZarrException">The metadata of a group or array is invalid or not supported.</exception>
    public static Task<OmeNode> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) => Reopening.RunAsync(
        async () => await OpenAsync(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), cancellationToken);

    internal static async Task<OmeNode> OpenAsync(OpenedNode node, CancellationToken cancellationToken) => node.Document?.Kind switch
    {
        OmeDocumentKind.Image or OmeDocumentKind.LabelImage => await OmeImage.OpenAsync(node, cancellationToken).ConfigureAwait(false),
        OmeDocumentKind.Plate => new OmePlate(node),
        OmeDocumentKind.Well => new OmeWell(node),
        OmeDocumentKind.Bioformats2Raw => await OmeCollection.OpenAsync(node, cancellationToken).ConfigureAwait(false),
        _ => new OmeGroup(node),
    };
}
