using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>An OME-Zarr 0.5 image, opened for reading. Thread-safe.</summary>
public sealed class OmeImage
{
    private OmeImage(ZarrGroup group, Image metadata, IReadOnlyList<OmeImageLevel> levels)
    {
        (Group, Metadata, Levels) = (group, metadata, levels);
    }

    /// <summary>The Zarr group of the image, with all its attributes.</summary>
    public ZarrGroup Group { get; }

    /// <summary>The metadata under <c>ome</c>.</summary>
    public Image Metadata { get; }

    /// <summary>The first multiscale, which is the one that is read.</summary>
    public Multiscale Multiscale => Metadata.Multiscales[0];

    /// <summary>The axes, in the order of the arrays' dimensions.</summary>
    public IReadOnlyList<Axis> Axes => Multiscale.Axes;

    /// <summary>The resolution levels, highest first.</summary>
    public IReadOnlyList<OmeImageLevel> Levels { get; }

    /// <summary>Opens the image in a folder.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, CancellationToken)"/>
    public static Task<OmeImage> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new FileSystemStore(path), StorePrefix.Root, cancellationToken);

    /// <summary>Opens an image in a store: reads its metadata and that of every level, no pixels.</summary>
    /// <exception cref="NodeNotFoundException">There is no Zarr v3 group, or a level's array is missing.</exception>
    /// <exception cref="OmeZarrException">The group is not an OME-Zarr 0.5 image, or its metadata cannot be understood.</exception>
    /// <exception cref="ZarrException">An array's metadata is invalid or not supported.</exception>
    public static async Task<OmeImage> OpenAsync(IStore store, StorePrefix path, CancellationToken cancellationToken = default)
    {
        var group = await ZarrGroup.OpenAsync(store, path, null, cancellationToken).ConfigureAwait(false);
        var metadata = group.Attributes["ome"] is JsonObject ome && ome.ContainsKey("multiscales")
            ? Image.Parse(ome)
            : throw new OmeZarrException($"{group} of {store} is not an OME-Zarr 0.5 image", [NoMultiscales]);
        var subject = $"{group} of {store} cannot be opened as an image";
        RequireReadable(metadata, subject);
        string[] axisNames = [.. metadata.Multiscales[0].Axes.Select(axis => axis.Name)];
        var levels = new List<OmeImageLevel>();
        foreach (var (index, dataset) in metadata.Multiscales[0].Datasets.Index())
        {
            var array = await OpenArrayAsync(group, index, dataset.Path, subject, cancellationToken).ConfigureAwait(false);
            RequireRank(metadata, index, array, subject);
            levels.Add(new OmeImageLevel(array, dataset, metadata.Multiscales[0].PixelSize(index), axisNames));
        }

        return new OmeImage(group, metadata, levels);
    }

    /// <summary>Only what opening and reading rest on; the rest of the rules is for those who ask for it.</summary>
    private static void RequireReadable(Image metadata, string subject)
    {
        var findings = metadata.Validate().Where(finding => finding.Severity == Severity.Error && NeededRules.Contains(finding.RuleId)).ToList();
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
            throw new OmeZarrException(subject, [new("dataset-path", Severity.Error, $"ome.multiscales[0].datasets[{index}].path", FindingText.Clean(e.Message))]);
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

    private static Finding NoMultiscales { get; } =
        new("image-multiscales", Severity.Error, "ome.multiscales", "an image group has the attribute ome with the member multiscales");
}
