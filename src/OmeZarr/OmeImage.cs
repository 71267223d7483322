using OmeZarr.Reading;
using OmeZarr.V05;
using Zarr;
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

    /// <summary>The first multiscale, which is the one that is read.</summary>
    public Multiscale Multiscale => Metadata.Multiscales[0];

    /// <summary>The axes, in the order of the arrays' dimensions.</summary>
    public IReadOnlyList<Axis> Axes => Multiscale.Axes;

    /// <summary>The resolution levels, highest first.</summary>
    public IReadOnlyList<OmeImageLevel> Levels { get; }

    /// <summary>Opens the image in a folder.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeImage> OpenAsync(string path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new FileSystemStore(path), StorePrefix.Root, options, cancellationToken);

    /// <summary>Opens an image in a store: reads its metadata and that of every level, no pixels.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the image.</param>
    /// <param name="options">How the arrays are read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr group, or a level's array is missing.</exception>
    /// <exception cref="OmeZarrException">The group is not an OME-Zarr image, or its metadata cannot be understood.</exception>
    /// <exception cref="ZarrException">The metadata of the group or of an array are invalid or not supported.</exception>
    public static Task<OmeImage> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) => Reopening.RunAsync(
        async () => await OpenAsync(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Paths of the label images of this image, as its group <c>labels</c> lists them; none if there is no such list.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The list cannot be understood.</exception>
    /// <exception cref="ZarrException">The metadata of the group are invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has taken the place of this one since it was opened, or it was deleted.</exception>
    public async Task<IReadOnlyList<string>> ListLabelsAsync(CancellationToken cancellationToken = default)
    {
        var labels = await OpenedNode.FindBelowAsync(Group, Labels, cancellationToken).ConfigureAwait(false);
        return labels is null ? [] : labels.Require<LabelsGroup>(OmeDocumentKind.LabelsGroup).Labels;
    }

    /// <summary>Opens a label image of this image.</summary>
    /// <param name="path">Its path in the group <c>labels</c>, one of <see cref="ListLabelsAsync"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The label image. <see cref="Metadata"/> is a <see cref="LabelImage"/>, unless nothing is said about the labels.</returns>
    /// <exception cref="NodeNotFoundException">There is no such group, or a level's array is missing.</exception>
    /// <exception cref="OmeZarrException">The group is not an OME-Zarr image, its metadata cannot be understood, or the path leads nowhere.</exception>
    /// <exception cref="ZarrException">The metadata of the group or of an array are invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has taken the place of this one since it was opened, or it was deleted.</exception>
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

    /// <summary>Only what opening and reading rest on; the rest of the rules is for those who ask for it.</summary>
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
            // Some stores cannot hold what the rules allow. The path is data here, not an argument of the caller.
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
