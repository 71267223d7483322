using OmeZarr.Reading;
using OmeZarr.Rendering;
using OmeZarr.Rendering.Plates;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>A plate of OME-Zarr 0.5 or 0.4, opened for reading. Thread-safe.</summary>
public sealed class OmePlate : OmeNode
{
    private const int NamesInMessage = 8;

    internal OmePlate(OpenedNode node)
        : base(node) => Metadata = node.Require<Plate>(OmeDocumentKind.Plate);

    /// <summary>The metadata under <c>ome</c>.</summary>
    public Plate Metadata { get; }

    /// <summary>Name of the plate; null if it has none.</summary>
    public string? Name => Metadata.Definition.Name;

    /// <summary>All rows, also those without wells.</summary>
    public IReadOnlyList<Row> Rows => Metadata.Definition.Rows;

    /// <summary>All columns, also those without wells.</summary>
    public IReadOnlyList<Column> Columns => Metadata.Definition.Columns;

    /// <summary>The wells that have images.</summary>
    public IReadOnlyList<PlateWell> Wells => Metadata.Definition.Wells;

    /// <summary>Opens the plate in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmePlate> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens a plate in a store. Reads its metadata, but not its wells.</summary>
    /// <returns>The plate.</returns>
    /// <exception cref="OmeZarrException">The group is not a plate, or its metadata cannot be understood.</exception>
    /// <inheritdoc cref="OmeStore.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static async Task<OmePlate> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a well by the names of its row and column, such as <c>B</c> and <c>12</c>.</summary>
    /// <param name="row">Name of the row.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The plate does not list this well.</exception>
    /// <inheritdoc cref="OpenWellAsync(PlateWell, CancellationToken)"/>
    public Task<OmeWell> OpenWellAsync(string row, string column, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(column);
        var path = $"{row}/{column}";
        return Wells.FirstOrDefault(well => well.Path == path) is { } well
            ? OpenWellAsync(well, cancellationToken)
            : throw new ArgumentException($"the plate lists no well {path}, but {Listing.Of([.. Wells.Select(listed => listed.Path)], NamesInMessage)}");
    }

    /// <summary>Opens one of the <see cref="Wells"/>. Reads its metadata, but not its images.</summary>
    /// <param name="well">The well.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr group at the listed path.</exception>
    /// <exception cref="OmeZarrException">The group is not a well, its metadata cannot be understood, or its path is invalid.</exception>
    /// <exception cref="ZarrException">The metadata of the group is invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<OmeWell> OpenWellAsync(PlateWell well, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(well);
        return new OmeWell(await OpenedNode.OpenBelowAsync(Group, well.Path, "plate-well-path", cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes a picture of the plate: the first field of each well at its place, with the names of rows and columns. Places without a well stay dark.</summary>
    /// <remarks>
    /// As many wells are read at the same time as there are processors, each as <see cref="OmeImage.RenderAsync"/> does it. Channels without a window in <c>omero</c> get one for all wells. A well that cannot be read
    /// stays dark, and <see cref="RenderedImage.Findings"/> names it.
    /// </remarks>
    /// <param name="options">The size of the whole picture, and what to show of each well; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The wells do not fit in the picture, or the options name something that a well does not have.</exception>
    /// <exception cref="OmeZarrException">The plate has no rows or no columns.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public Task<RenderedImage> RenderAsync(RenderOptions? options = null, CancellationToken cancellationToken = default) =>
        PlateMosaic.RenderAsync(Metadata.Definition, options ?? new RenderOptions(), ReadLayersAsync, cancellationToken);

    private async Task<PictureLayers?> ReadLayersAsync(PlateWell place, RenderOptions options, CancellationToken cancellationToken)
    {
        var well = await OpenWellAsync(place, cancellationToken).ConfigureAwait(false);
        if (well.Fields.Count == 0)
        {
            return null;
        }

        var field = await well.OpenFieldAsync(0, cancellationToken).ConfigureAwait(false);
        return await field.ReadLayersAsync(options, cancellationToken).ConfigureAwait(false);
    }
}
