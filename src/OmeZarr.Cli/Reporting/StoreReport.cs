using OmeZarr.Cli.Inputs;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The report of <c>omezarr info</c> on a store.</summary>
/// <param name="Path">The store, as the user wrote it.</param>
/// <param name="Version">Version of OME-Zarr; null if the node is not OME-Zarr.</param>
/// <param name="Type">The kind of node.</param>
internal sealed record StoreReport(string Path, string? Version, string Type)
{
    /// <summary>The label that writers give the only channel of an image if it has no name.</summary>
    private const string OnlyChannel = "channel 0";

    /// <summary>Name of the image or plate; null if it has none.</summary>
    internal string? Name { get; private init; }

    /// <summary>Axes of an image; empty for other nodes.</summary>
    internal IReadOnlyList<AxisReport> Axes { get; private init; } = [];

    /// <summary>Labels of the channels; empty if the image has none, or one without a name.</summary>
    internal IReadOnlyList<string> Channels { get; private init; } = [];

    /// <summary>The arrays of an image, or the array itself.</summary>
    internal IReadOnlyList<LevelReport> Levels { get; private init; } = [];

    /// <summary>The other content.</summary>
    internal StoreContents Contents { get; private init; } = StoreContents.None;

    /// <summary>The report on a plate; null for other nodes.</summary>
    internal PlateReport? Plate { get; private init; }

    /// <summary>What was found while the node was opened.</summary>
    internal IReadOnlyList<Finding> Findings { get; private init; } = [];

    /// <summary>What is remarkable about an archive; null for other stores.</summary>
    internal IReadOnlyList<string>? Remarks { get; private init; }

    /// <summary>The images of a collection, the fields of a well, the labels of an image; of a plate the first field and the wells that cannot be read.</summary>
    internal IReadOnlyList<ImageReport> Images { get; private init; } = [];

    /// <exception cref="UsageException">The store does not exist or cannot be read.</exception>
    internal static async Task<StoreReport> CreateAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        Locations.RequireThere(location);
        try
        {
            return await ReadAsync(location, cancellationToken).ConfigureAwait(false) with { Remarks = await ArchiveRemarks.OfAsync(location, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException)
        {
            throw new UsageException($"{location}: {error.Message}");
        }
    }

    internal string ToJson() => StoreReportText.Json(this);

    /// <summary>The report for people.</summary>
    public override string ToString() => StoreReportText.Text(this);

    private static async Task<StoreReport> ReadAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var (path, (store, root)) = (location.ToString(), location.Open());
        switch (await ZarrGroup.FindKindAsync(store, root, null, cancellationToken).ConfigureAwait(false))
        {
            case null:
                throw new UsageException($"{path}: not a Zarr store; there is no zarr.json, .zgroup or .zarray in it");
            case NodeKind.Array:
                var array = await ZarrArray.OpenAsync(store, root, null, cancellationToken).ConfigureAwait(false);
                return new StoreReport(path, null, $"Zarr v{array.ZarrFormat} array") { Levels = [await LevelReport.CreateAsync(location.Folder, string.Empty, array, cancellationToken).ConfigureAwait(false)] };
        }

        var node = await OmeStore.OpenAsync(store, root, new ZarrOptions { UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false);
        var contents = await StoreContents.CreateAsync(location.Folder, node, cancellationToken).ConfigureAwait(false);
        var report = new StoreReport(path, node.Version, TypeOf(node)) { Findings = [.. node.Findings, .. contents.Findings], Contents = contents };
        return node switch
        {
            OmeImage image => await report.WithImageAsync(image, location.Folder, cancellationToken).ConfigureAwait(false) with { Images = await ImagesAsync(node.Group, [.. report.Contents.Names.Select(name => $"labels/{name}")], cancellationToken).ConfigureAwait(false) },
            OmeWell or OmeGroup { Document.Kind: OmeDocumentKind.LabelsGroup } => report with { Images = await ImagesAsync(node.Group, report.Contents.Names, cancellationToken).ConfigureAwait(false) },
            OmePlate plate => await report.WithPlateAsync(plate, cancellationToken).ConfigureAwait(false),
            OmeCollection collection => report with { Images = await ImagesAsync(node.Group, collection.Paths, cancellationToken).ConfigureAwait(false) },
            _ => report,
        };
    }

    private static string TypeOf(OmeNode node) => node.Document is { Kind: var kind } ? KindName.Of(kind) : $"Zarr v{node.Group.ZarrFormat} group";

    private async Task<StoreReport> WithImageAsync(OmeImage image, string? folder, CancellationToken cancellationToken)
    {
        var levels = new List<LevelReport>();
        foreach (var level in image.Levels)
        {
            levels.Add(await LevelReport.CreateAsync(folder, level.Path, level.ZarrArray, cancellationToken).ConfigureAwait(false) with { Index = IndexOf(image, level.Path) });
        }

        return this with
        {
            Name = image.Multiscale.Name,
            Axes = [.. image.Axes.Select((axis, i) => new AxisReport(axis.Name, axis.Type, image.Levels[0].PixelSize[i], axis.Unit))],
            Channels = NamesOf(image.Metadata.Omero?.Channels ?? []),
            Levels = levels,
        };
    }

    private static IReadOnlyList<string> NamesOf(IReadOnlyList<OmeroChannel> channels) =>
        channels is [{ Label: null or OnlyChannel }] ? [] : [.. channels.Select((channel, i) => channel.Label ?? $"channel {i}")];

    private async Task<StoreReport> WithPlateAsync(OmePlate plate, CancellationToken cancellationToken)
    {
        var report = await PlateReport.CreateAsync(plate, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> example = report.FirstField is { } path ? [path] : [];
        return this with { Name = plate.Name, Plate = report, Images = [.. await ImagesAsync(plate.Group, example, cancellationToken).ConfigureAwait(false), .. report.Unreadable] };
    }

    private static int IndexOf(OmeImage image, string path) => image.Multiscale.Datasets.Index().First(dataset => dataset.Item.Path == path).Index;

    private static async Task<IReadOnlyList<ImageReport>> ImagesAsync(ZarrGroup group, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var images = new List<ImageReport>();
        foreach (var path in paths)
        {
            images.Add(await ImageReport.CreateAsync(group, path, cancellationToken).ConfigureAwait(false));
        }

        return images;
    }
}

/// <summary>One axis.</summary>
internal sealed record AxisReport(string Name, string? Type, double PixelSize, string? Unit);
