using OmeZarr.Reading;
using OmeZarr.Rendering;
using OmeZarr.Rendering.Tiles;
using OmeZarr.V05;
using Zarr;
using Zarr.Nodes;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>An image of OME-Zarr 0.5 or 0.4, opened for reading. Thread-safe.</summary>
public sealed class OmeImage : OmeNode
{
    private const string Labels = "labels";

    private readonly Lazy<MeasuredChannels> measured;

    private OmeImage(OpenedNode node, OpenedLevels opened, IReadOnlyList<OmeImageLevel> levels)
        : base(node, opened.Findings) =>
        (Metadata, Levels, measured) = (opened.Metadata, levels, new Lazy<MeasuredChannels>(() => new MeasuredChannels(ToRender()), LazyThreadSafetyMode.PublicationOnly));

    /// <summary>The metadata under <c>ome</c>; of a label image a <see cref="LabelImage"/>.</summary>
    public Image Metadata { get; }

    /// <summary>The first multiscale. <see cref="Axes"/> and <see cref="Levels"/> are those of this multiscale.</summary>
    public Multiscale Multiscale => Metadata.Multiscales[0];

    /// <summary>The axes, in the order of the arrays' dimensions. If the metadata have others, they have the names of the dimensions, or else <c>dim_0</c>, <c>dim_1</c>…</summary>
    public IReadOnlyList<Axis> Axes => Multiscale.Axes;

    /// <summary>The resolution levels that can be opened, highest first; at least one. <see cref="OmeNode.Findings"/> name the others.</summary>
    public IReadOnlyList<OmeImageLevel> Levels { get; }

    /// <summary>Opens the image in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeImage> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens an image in a store. Reads its metadata and that of every level, but no pixels.</summary>
    /// <returns>The image.</returns>
    /// <exception cref="OmeZarrException">The group is not an OME-Zarr image, or its metadata cannot be understood.</exception>
    /// <inheritdoc cref="OmeStore.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeImage> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) => Reopening.RunAsync(
        async () => await OpenAsync(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Reads the paths of the label images of this image from the list in its group <c>labels</c>. If the list is missing or damaged, the groups that are there count too.</summary>
    /// <remarks><see cref="OmeNode.OpenNodeAsync"/> of <c>labels</c> says what is damaged (<see cref="OmeNode.Findings"/>).</remarks>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The group <c>labels</c> holds something else than a list of labels.</exception>
    /// <exception cref="ZarrException">The metadata of the group is invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<IReadOnlyList<string>> ListLabelsAsync(CancellationToken cancellationToken = default)
    {
        var labels = await OpenedNode.FindBelowAsync(Group, Labels, cancellationToken).ConfigureAwait(false);
        if (labels is null)
        {
            return [];
        }

        ValueList<string> listed = labels.Document is null ? [] : labels.Require<LabelsGroup>(OmeDocumentKind.LabelsGroup).Labels;
        var isWhole = labels.Document is not null && labels.Findings.All(finding => finding.Severity != Severity.Error);
        return isWhole || labels.Group.Store is not IListableStore ? listed : [.. listed.Union(await labels.ListGroupsAsync(cancellationToken).ConfigureAwait(false))];
    }

    /// <summary>Opens a label image of this image.</summary>
    /// <param name="path">The path in the group <c>labels</c>, usually one of <see cref="ListLabelsAsync"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The label image. Its <see cref="Metadata"/> is a <see cref="LabelImage"/> if there is an <c>image-label</c>.</returns>
    /// <exception cref="NodeNotFoundException">There is no such group, or a level's array is missing.</exception>
    /// <exception cref="OmeZarrException">The group is not an OME-Zarr image, its metadata cannot be understood, or the path is invalid.</exception>
    /// <exception cref="ZarrException">The metadata of the group or of an array is invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<OmeImage> OpenLabelAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var node = await OpenedNode.OpenBelowAsync(Group, $"{Labels}/{path}", "labels-path", cancellationToken).ConfigureAwait(false);
        return await OpenAsync(node, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a picture of the image: the channels in their colours of <c>omero</c>, each from black to full colour as its window says. A label image is shown in the colours of its labels.</summary>
    /// <remarks>
    /// Only chunks that hold a wanted plane of the chosen level are read, some at a time, so that an image of any size takes little memory: about 60 bytes for each pixel of the picture, 8 more for each channel, and
    /// 32 MiB or a chunk. The pixels of the picture are exact averages. Where <c>omero</c> has no usable window, the 0.5th and 99.7th
    /// percentiles are shown, which are measured once in the picture of the default options, or in 16
    /// parts of the plane if more than 8 million pixels would have to be read for it; so pictures of any size and plane have the same windows, also those of <see cref="OmeTiles"/>. NaN is black. Of complex numbers the magnitudes are shown.
    /// </remarks>
    /// <param name="options">What to show; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The options name a channel, plane, time point or level that the image does not have.</exception>
    /// <exception cref="OmeZarrException">The image has no pixels, or the label image cannot be opened.</exception>
    /// <exception cref="UnsupportedFeatureException">The level has more than 2^40 pixels.</exception>
    /// <exception cref="NodeNotFoundException">There is no label image of this name.</exception>
    /// <exception cref="CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<RenderedImage> RenderAsync(RenderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RenderOptions();
        var layers = await ReadLayersAsync(options, cancellationToken).ConfigureAwait(false);
        Measured.Take(layers, options);
        var windows = await Measured.WindowsAsync([.. layers.Planes.Select(plane => plane.Style)], LayerReader.Direct, cancellationToken).ConfigureAwait(false);
        return new RenderedImage(layers.Width, layers.Height, Canvas.Mix(layers, windows));
    }

    /// <summary>The values of channels without windows.</summary>
    internal MeasuredChannels Measured => measured.Value;

    internal async Task<PictureLayers> ReadLayersAsync(RenderOptions options, CancellationToken cancellationToken)
    {
        var labels = options.Labels is { } name ? await OpenLabelAsync(name, cancellationToken).ConfigureAwait(false) : null;
        return await PictureLayers.ReadAsync(ToRender(), labels?.ToRender(), options, cancellationToken).ConfigureAwait(false);
    }

    internal ImageToRender ToRender() => new(Metadata, [.. Levels.Select(level => level.ZarrArray)]);

    internal static async Task<OmeImage> OpenAsync(OpenedNode node, CancellationToken cancellationToken)
    {
        var opened = await OpenedLevels.OpenAsync(node, cancellationToken).ConfigureAwait(false);
        var multiscale = opened.Metadata.Multiscales[0];
        string[] axisNames = [.. multiscale.Axes.Select(axis => axis.Name)];
        return new OmeImage(node, opened, [.. opened.Arrays.Select(level => new OmeImageLevel(level.Array, multiscale.Datasets[level.Dataset], multiscale.PixelSize(level.Dataset), axisNames))]);
    }
}
