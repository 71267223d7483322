using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Filling;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using OmeZarr.Writing.Pyramids;
using Zarr;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>
/// Adds levels to images of a hierarchy, one image with its labels after the other. The arrays are built beside the hierarchy and moved in when all of them are complete; then the documents of the labels
/// are rewritten, and that of the image last.
/// </summary>
/// <param name="root">The absolute path of the hierarchy, links resolved.</param>
/// <param name="pyramid">The user's choice.</param>
/// <param name="options">Options of writing.</param>
internal sealed class LevelAdder(string root, Pyramid pyramid, WriteOptions options)
{
    private readonly PyramidMemory memory = new(options.MaxBufferedBytes);

    private PublicationOptions Flushed => PublicationOptions.Of(options) with { IsFlushed = true };

    /// <summary>Removes what killed writers have left beside the hierarchy.</summary>
    internal void ClearLeftovers() => Leftovers.Clear(StagingPlace.Of(root));

    /// <summary>Adds levels to an image and its labels, unless they have them already.</summary>
    /// <param name="path">Path of the image in the hierarchy.</param>
    /// <param name="cancellationToken">Stops the writing; the image and its labels are then as they were.</param>
    /// <returns>The paths of the image and the labels that got levels.</returns>
    internal async Task<IReadOnlyList<string>> AddAsync(string path, CancellationToken cancellationToken)
    {
        var (labelsList, all) = Plan(path);
        List<AddedLevels> missing = [.. all.Where(levels => !levels.AreThere)];
        if (missing.Count == 0)
        {
            return [];
        }

        missing.ForEach(levels => levels.Require(options.Overwrite));
        var staged = new List<StagedHierarchy>();
        try
        {
            var progress = ProgressSum.For(options);
            foreach (var levels in missing)
            {
                await WriteAsync(levels, staged, progress, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            await PublishAsync(path, labelsList, all, missing, staged).ConfigureAwait(false);
        }
        finally
        {
            staged.ForEach(place => place.Dispose());
        }

        foreach (var levels in missing)
        {
            options.Report(levels.Image.Path, levels.Plan.Warnings);
        }

        return [.. missing.Select(levels => levels.Image.Path)];
    }

    /// <summary>The labels before their image, because the document of the image is written last; none if the image is small already.</summary>
    private (byte[]? LabelsList, IReadOnlyList<AddedLevels> Levels) Plan(string path)
    {
        var image = StoredImage.Read(root, path);
        if (image.Metadata is LabelImage)
        {
            throw new ArgumentException($"{image.Folder} is a label image, which has the levels of its image; add levels to that, and its labels get them, too");
        }

        var levels = AddedLevels.Of(image, pyramid);
        if (levels.Plan.Levels.Count == 1)
        {
            return (null, []);
        }

        var labels = Path.Join(image.Folder, NodeNames.LabelsGroup);
        var names = Destination.IsGroup(labels) == true ? LabelsDocument.Read(labels).Labels : [];
        foreach (var name in names)
        {
            NodeNames.RequireDataset(name); // a path, as that of a dataset
        }

        var prefix = path.Length == 0 ? NodeNames.LabelsGroup : $"{path}/{NodeNames.LabelsGroup}";
        return (ListOf(labels), [.. names.Distinct().Select(name => AddedLevels.OfLabel(StoredImage.Read(root, $"{prefix}/{name}"), pyramid, levels.Plan)), levels]);
    }

    private static byte[]? ListOf(string labels) => Destination.ReadOrNull(Path.Join(labels, GroupDocument.Name));

    private async Task WriteAsync(AddedLevels levels, List<StagedHierarchy> staged, ProgressSum? progress, CancellationToken cancellationToken)
    {
        var (image, zarr) = (levels.Image, new ZarrOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism });
        var source = await ZarrArray.OpenAsync(new FileSystemStore(image.Folder), new StorePrefix(image.Multiscale.Datasets[0].Path), zarr, cancellationToken).ConfigureAwait(false);
        var written = new List<WrittenLevel> { LevelOf(image.Finest.Shape, image.Finest.ChunkShape, new KeptArray(), null) };
        foreach (var (path, metadata) in levels.Arrays)
        {
            var place = StagedHierarchy.BeginPart(root, image.Path.Length == 0 ? path : $"{image.Path}/{path}", overwrite: true, Flushed);
            staged.Add(place);
            var array = await ZarrBackend.CreateAsync(place.Within(options).OpenStore(place.Staging), metadata, zarr, cancellationToken).ConfigureAwait(false);
            written.Add(LevelOf(metadata.Shape, metadata.ChunkShape, array, image.Path.Length == 0 ? path : $"{image.Path}/{path}"));
        }

        await new PyramidWriter(written, BoxReduction.StepsOf(levels.Plan, image.Finest.DataType), memory).WriteAsync(source, cancellationToken).ConfigureAwait(false);

        WrittenLevel LevelOf(Shape shape, Shape unit, IWritableArray array, string? path)
        {
            var request = new ArrayRequest
            {
                Path = image.Folder,
                Shape = shape,
                DataType = image.Finest.DataType,
                Chunks = unit,
                Shards = null,
                Compression = Compression.None,
                DimensionNames = [],
                MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            };
            progress?.Expect(request);
            return new WrittenLevel(request, array, new UnitCounter(request.WriteUnitCount, progress?.Begin(path ?? Path.Join(image.Path, image.Multiscale.Datasets[0].Path))));
        }
    }

    private async Task PublishAsync(string path, byte[]? labelsList, IReadOnlyList<AddedLevels> all, IReadOnlyList<AddedLevels> missing, IReadOnlyList<StagedHierarchy> staged)
    {
        var labels = Path.Join(root, path, NodeNames.LabelsGroup);
        using var labelsLock = Directory.Exists(labels) ? await FolderLock.AcquireAsync(labels, CancellationToken.None).ConfigureAwait(false) : null; // from the innermost folder outwards, as all writers do
        using var rootLock = await FolderLock.AcquireAsync(root, CancellationToken.None).ConfigureAwait(false);
        if (all.Any(levels => levels.Image.HasChanged()) || !ListOf(labels).AsSpan().SequenceEqual(labelsList))
        {
            throw new IOException($"another program has changed {Path.Join(root, path)} or its labels while their levels were computed; nothing was changed by this call, so add the levels again");
        }

        foreach (var levels in missing)
        {
            await Surroundings.DropConsolidatedAsync(Path.Join(levels.Image.Folder, levels.Plan.Levels[^1].Dataset.Path), held: root).ConfigureAwait(false);
        }

        var documents = new FolderChanges(options.OpenDurableStore(root), root);
        var placed = new PlacedParts(root, Flushed);
        try
        {
            foreach (var level in staged)
            {
                placed.Place(level);
            }

            foreach (var levels in missing)
            {
                await documents.SetAsync(levels.Image.Path, levels.Document()).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            await placed.WithdrawAsync(documents, e).ConfigureAwait(false);
            throw;
        }

        placed.Complete();
        foreach (var obsolete in missing.SelectMany(levels => levels.Obsolete.Select(level => Path.Join(levels.Image.Folder, level))))
        {
            Directory.Delete(obsolete, recursive: true);
        }
    }

    /// <summary>Level 0, which is there already: it is read, and stays as it is.</summary>
    private sealed class KeptArray : IWritableArray
    {
        public ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
