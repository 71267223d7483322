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
            : throw Unreadable(group, [NoMultiscales]);
        RequireLevels(group, metadata);
        var levels = new List<OmeImageLevel>();
        foreach (var (index, dataset) in metadata.Multiscales[0].Datasets.Index())
        {
            var array = await OpenLevelAsync(group, metadata.Multiscales[0], index, cancellationToken).ConfigureAwait(false);
            levels.Add(new OmeImageLevel(array, dataset.Path, metadata.Multiscales[0].PixelSize(index)));
        }

        return new OmeImage(group, metadata, levels);
    }

    /// <summary>The metadata may break any rule that reading can do without; these it cannot.</summary>
    private static void RequireLevels(ZarrGroup group, Image metadata)
    {
        if (metadata.Multiscales.Count == 0)
        {
            throw Unreadable(group, [NoMultiscales]);
        }

        if (metadata.Multiscales[0].Datasets.Count == 0)
        {
            throw Unreadable(group, [new Finding("datasets-empty", Severity.Error, "ome.multiscales[0].datasets", "must not be empty")]);
        }
    }

    private static async Task<ZarrArray> OpenLevelAsync(ZarrGroup group, Multiscale multiscale, int index, CancellationToken cancellationToken)
    {
        var location = $"ome.multiscales[0].datasets[{index}].path";
        try
        {
            var array = await group.OpenArrayAsync(multiscale.Datasets[index].Path, cancellationToken).ConfigureAwait(false);
            return array.Shape.Rank == multiscale.Axes.Count
                ? array
                : throw Unreadable(group, [new Finding(
                    "array-dimensions", Severity.Error, location, $"the {array} has {array.Shape.Rank} dimensions for {multiscale.Axes.Count} axes")]);
        }
        catch (ArgumentException e)
        {
            // The path is data here, not an argument of the caller.
            throw Unreadable(group, [new Finding("dataset-path", Severity.Error, location, FindingText.Clean(e.Message))]);
        }
    }

    private static OmeZarrException Unreadable(ZarrGroup group, IReadOnlyList<Finding> findings) =>
        new($"{group} of {group.Store} cannot be read as an OME-Zarr 0.5 image", findings);

    private static Finding NoMultiscales { get; } =
        new("image-multiscales", Severity.Error, "ome.multiscales", "an image group has the attribute ome with the member multiscales, and at least one entry there");
}
