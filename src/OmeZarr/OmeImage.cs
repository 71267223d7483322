using OmeZarr.Reading;
using OmeZarr.V05;
using Zarr;
using Zarr.Nodes;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>An image of OME-Zarr 0.5 or 0.4, opened for reading. Thread-safe.</summary>
public sealed class OmeImage : OmeNode
{
    private const string Labels = "labels";

    private OmeImage(OpenedNode node, Image metadata, IReadOnlyList<OmeImageLevel> levels)
        : base(node) => (Metadata, Levels) = (metadata, levels);

    /// <summary>The metadata under <c>ome</c>; of a label image a <see cref="LabelImage"/>.</summary>
    public Image Metadata { get; }

    /// <summary>The first multiscale. <see cref="Axes"/> and <see cref="Levels"/> are those of this multiscale.</summary>
    public Multiscale Multiscale => Metadata.Multiscales[0];

    /// <summary>The axes, in the order of the arrays' dimensions.</summary>
    public IReadOnlyList<Axis> Axes => Multiscale.Axes;

    /// <summary>The resolution levels, highest first.</summary>
    public IReadOnlyList<OmeImageLevel> Levels { get; }

    /// <summary>Opens the image in a folder.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeImage> OpenAsync(string path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new FileSystemStore(path), StorePrefix.Root, options, cancellationToken);

    /// <summary>Opens an image in a store. Reads its metadata and that of every level, but no pixels.</summary>
    /// <returns>The image.</returns>
    /// <exception cref="OmeZarrException">The group is not an OME-Zarr image, or its metadata cannot be understood.</exception>
    /// <inheritdoc cref="OmeStore.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeImage> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) => Reopening.RunAsync(
        async () => await OpenAsync(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Reads the paths of the label images of this image from the list in its group <c>labels</c>; empty if there is no list.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The list cannot be understood.</exception>
    /// <exception cref="ZarrException">The metadata of the group is invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<IReadOnlyList<string>> ListLabelsAsync(CancellationToken cancellationToken = default)
    {
        var labels = await OpenedNode.FindBelowAsync(Group, Labels, cancellationToken).ConfigureAwait(false);
        return labels?.Document is null ? [] : labels.Require<LabelsGroup>(OmeDocumentKind.LabelsGroup).Labels;
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

    internal static async Task<OmeImage> OpenAsync(OpenedNode node, CancellationToken cancellationToken)
    {
        var (group, metadata) = (node.Group, node.Require<Image>(OmeDocumentKind.Image, OmeDocumentKind.LabelImage));
        var subject = $"{group} of {group.Store} cannot be opened as an image";
        RequireReadable(metadata, subject);
        string[] axisNames = [.. metadata.Multiscales[0].Axes.Select(axis => axis.Name)];
        var levels = new List<OmeImageLevel>();
        foreach (var (index, dataset) in metadata.Multiscales[0].Datasets.Index())
        {
            var array = await OpenArrayAsync(group, index, dataset.Path, subject, cancellationToken).ConfigureAwait(false);
            RequireRank(metadata, index, array, subject);
            levels.Add(new OmeImageLevel(array, dataset, metadata.Multiscales[0].PixelSize(index), axisNames));
        }

        return new OmeImage(node, metadata, levels);
    }

    /// <summary>Checks only the rules that reading needs; <c>Validate</c> checks all.</summary>
    private static void RequireReadable(Image metadata, string subject)
    {
        var findings = metadata.Breaches(NeededRules);
        if (findings.Count > 0)
        {
            throw new OmeZarrException(subject, findings);
        }
    }

    private static async Task<ZarrArray> OpenArrayAsync(ZarrGroup group, int index, string path, string subject, CancellationToken cancellationToken)
    {
        try
        {
            return await group.OpenArrayAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            // Some stores allow fewer paths than the rules. The path comes from the document, so the caller is not at fault.
            throw new OmeZarrException(subject, [new("dataset-path", Severity.Error, $"ome.multiscales[0].datasets[{index}].path", FindingText.Sanitize(e.Message))]);
        }
    }

    private static void RequireRank(Image metadata, int dataset, ZarrArray array, string subject)
    {
        var axes = metadata.Multiscales[0].Axes.Count;
        if (array.Shape.Rank != axes)
        {
            throw new OmeZarrException(subject, [new(
                "datasets-rank", Severity.Error, $"ome.multiscales[0].datasets[{dataset}].path", $"the array has {array.Shape.Rank} dimensions ({array.Shape}), there are {axes} axes")]);
        }
    }

    private static ValueList<string> NeededRules { get; } = ["multiscales-empty", "datasets-empty", "dataset-path"];
}
