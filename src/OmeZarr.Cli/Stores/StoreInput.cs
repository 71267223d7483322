using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;
using OmeZarr.OmeXml;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Stores;

/// <summary>An input that is an OME-Zarr store of any version: an image, a well, a plate or a collection.</summary>
internal sealed class StoreInput
{
    // New chunks rarely end where old ones do, so blocks are read several times.
    private const long CacheBytes = 256L << 20;

    private readonly StoreLocation location;
    private readonly string path;
    private readonly List<InputImage> images = [];
    private readonly List<InputFinding> findings = [];

    private StoreInput(StoreLocation location) => (this.location, path) = (location, location.ToString());

    /// <summary>Opens an input: a store, or a file of any known kind.</summary>
    /// <param name="path">The store or file.</param>
    /// <param name="axes">The axes that the user gave; null to follow the input.</param>
    /// <param name="files">The open files.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UsageException">The user names the axes of a store.</exception>
    /// <exception cref="IOException">The input is missing, damaged, or of no known kind.</exception>
    internal static async Task<InputFile> OpenAsync(string path, string? axes, OpenFiles files, CancellationToken cancellationToken)
    {
        if (!Locations.IsStore(path))
        {
            return InputFile.Open(path, axes, files);
        }

        files.Opening?.Invoke(path);
        return axes is null
            ? await new StoreInput(Locations.Parse(Path.TrimEndingDirectorySeparator(path), files.Connection)).OpenAsync(cancellationToken).ConfigureAwait(false)
            : throw new UsageException($"--axes: {Locations.Shown(path)} is a Zarr store, which names its axes");
    }

    private async Task<InputFile> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RequireGroupAsync(cancellationToken).ConfigureAwait(false);
            return await OpenAsync(await OmeStore.OpenAsync(location, new ZarrOptions { BlockCacheBytes = CacheBytes, UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OmeZarrException or ZarrException)
        {
            throw new ImageFileException(path, $"{path}: {error.Message}", error);
        }
    }

    private async Task RequireGroupAsync(CancellationToken cancellationToken)
    {
        var (store, root) = location.Open();
        if (await ZarrGroup.FindKindAsync(store, root, cancellationToken: cancellationToken).ConfigureAwait(false) == NodeKind.Array)
        {
            throw new ImageFileException(path, $"{path}: is a Zarr array, which does not say what its axes are; an image of OME-Zarr is the group above its arrays");
        }
    }

    private async Task<InputFile> OpenAsync(OmeNode node, CancellationToken cancellationToken)
    {
        FilePlate? plate = null;
        string? omeXml = null;
        switch (node)
        {
            case OmeImage image:
                images.Add(await StoreImage.ReadAsync(new StoreNode(path, string.Empty), image, cancellationToken).ConfigureAwait(false));
                break;
            case OmeWell well:
                await AddAsync(well, null, string.Empty, cancellationToken).ConfigureAwait(false);
                break;
            case OmePlate all:
                plate = PlateOf(all);
                await AddAsync(all, cancellationToken).ConfigureAwait(false);
                break;
            case OmeCollection collection:
                await AddAsync(collection, cancellationToken).ConfigureAwait(false);
                omeXml = await OmeXmlOfAsync(collection, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ImageFileException(path, $"{path}: is a Zarr group without an image, plate or collection of OME-Zarr; omezarr tree shows what is in it");
        }

        if (node is not OmeImage)
        {
            findings.AddRange(StoreFindings.Of(new StoreNode(path, string.Empty), node));
        }

        return images.Count == 0
            ? throw new ImageFileException(path, $"{path}: there is no image that can be opened{string.Concat(findings.Take(1).Select(finding => $": {finding.Message}"))}")
            : new InputFile(path, [.. images.Select((image, i) => image with { OmeXml = omeXml, Findings = i == 0 ? [.. image.Findings, .. findings] : image.Findings })], plate);
    }

    private async Task AddAsync(OmePlate plate, CancellationToken cancellationToken)
    {
        foreach (var place in plate.Wells)
        {
            if (place.Path.Split('/') is not [{ Length: > 0 } row, { Length: > 0 } column])
            {
                throw new ImageFileException(path, $"{path}: the path {Quote.IfNeeded(place.Path)} of a well is not a row and a column");
            }

            await IfThereAsync(place.Path, async () =>
            {
                var well = await plate.OpenWellAsync(place, cancellationToken).ConfigureAwait(false);
                findings.AddRange(StoreFindings.Of(new StoreNode(path, place.Path), well));
                await AddAsync(well, new FileWell(row, column, string.Empty), $"{place.Path}/", cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        if (plate.Metadata.Definition.Acquisitions is { Count: > 0 })
        {
            findings.Add(new InputFinding(path, FileFindingKind.LeftOut, "the acquisitions of the plate are left out"));
        }
    }

    private async Task AddAsync(OmeWell well, FileWell? place, string within, CancellationToken cancellationToken)
    {
        foreach (var field in well.Fields)
        {
            await IfThereAsync(within + field.Path, async () => await AddAsync(
                await well.OpenFieldAsync(field, cancellationToken).ConfigureAwait(false), within + field.Path, place is null ? null : place with { Field = field.Path }, images.Count, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(OmeCollection collection, CancellationToken cancellationToken)
    {
        for (var i = 0; i < collection.Paths.Count; i++)
        {
            var number = i;
            await IfThereAsync(collection.Paths[i], async () => await AddAsync(
                await collection.OpenImageAsync(number, cancellationToken).ConfigureAwait(false), collection.Paths[number], null, number, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task AddAsync(OmeImage image, string within, FileWell? well, int number, CancellationToken cancellationToken) =>
        images.Add(await StoreImage.ReadAsync(new StoreNode(path, within), image, cancellationToken).ConfigureAwait(false) with { Number = number, Well = well });

    /// <summary>What a list names and the store lacks is a finding. Damage is an error.</summary>
    private async Task IfThereAsync(string listed, Func<Task> add)
    {
        try
        {
            await add().ConfigureAwait(false);
        }
        catch (NodeNotFoundException error)
        {
            findings.Add(new StoreNode(path, listed).Finding(FileFindingKind.LeftOut, $"is listed, but not there, and is left out: {error.Message}"));
        }
    }

    /// <summary>The OME-XML of the collection, if it describes each of its images.</summary>
    private async Task<string?> OmeXmlOfAsync(OmeCollection collection, CancellationToken cancellationToken)
    {
        if (await collection.ReadOmeXmlAsync(cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        try
        {
            _ = OmeXmlSubset.Of(document, [.. Enumerable.Range(0, collection.Paths.Count)]);
            return document;
        }
        catch (ArgumentException error)
        {
            var reason = error is ArgumentOutOfRangeException ? "it describes fewer images than the collection has" : error.Message;
            findings.Add(new StoreNode(path, "OME/METADATA.ome.xml").Finding(FileFindingKind.LeftOut, $"is left out: {reason}"));
            return null;
        }
    }

    private static FilePlate PlateOf(OmePlate plate) => new()
    {
        Name = plate.Name,
        Rows = CountOf([.. plate.Rows.Select(row => row.Name)], WellName.Letters),
        Columns = CountOf([.. plate.Columns.Select(column => column.Name)], number => $"{number}"),
    };

    /// <summary>The number of names if they are the first ones that there can be; otherwise null.</summary>
    private static int? CountOf(IReadOnlyList<string> names, Func<int, string> name) => names.SequenceEqual(Enumerable.Range(1, names.Count).Select(name)) ? names.Count : null;
}
