using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Filling;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Pyramids;
using Zarr;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>Adds levels to images of a hierarchy, one image with its labels after the other. They are published together when all arrays are complete.</summary>
/// <param name="place">The hierarchy.</param>
/// <param name="pyramid">The user's choice.</param>
/// <param name="options">Options of writing.</param>
internal sealed class LevelAdder(LevelsPlace place, Pyramid pyramid, WriteOptions options)
{
    private readonly PyramidMemory memory = new(options.MaxBufferedBytes);

    /// <summary>The error when another program has changed an image or its labels.</summary>
    internal static IOException Changed(string name) =>
        new($"another program has changed {name} or its labels while their levels were computed; nothing was changed by this call, so add the levels again");

    /// <summary>Removes what killed writers have left beside the hierarchy.</summary>
    internal void ClearLeftovers() => place.ClearLeftovers();

    /// <summary>Adds levels to an image and its labels, unless they have them already.</summary>
    /// <param name="path">Path of the image in the hierarchy.</param>
    /// <param name="cancellationToken">Stops the writing; the image and its labels are then as they were.</param>
    /// <returns>The paths of the image and the labels that got levels.</returns>
    internal async Task<IReadOnlyList<string>> AddAsync(string path, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(path, cancellationToken).ConfigureAwait(false);
        if (plan.Missing.Count == 0)
        {
            return [];
        }

        foreach (var levels in plan.Missing)
        {
            await levels.RequireAsync(place, options.Overwrite, cancellationToken).ConfigureAwait(false);
        }

        var change = place.Begin(plan);
        await using (change.ConfigureAwait(false))
        {
            var progress = ProgressSum.For(options);
            foreach (var levels in plan.Missing)
            {
                await WriteAsync(levels, change, progress, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            await change.PublishAsync().ConfigureAwait(false);
        }

        foreach (var levels in plan.Missing)
        {
            options.Report(levels.Image.Path, levels.Plan.Warnings);
        }

        return [.. plan.Missing.Select(levels => levels.Image.Path)];
    }

    /// <summary>The labels before their image, because the document of the image is written last; none if the image is small already.</summary>
    private async Task<LevelsToAdd> PlanAsync(string path, CancellationToken cancellationToken)
    {
        var labels = LevelsPlace.LevelPath(path, NodeNames.LabelsGroup);
        var image = await StoredImage.ReadAsync(place, path, cancellationToken).ConfigureAwait(false);
        if (image.Metadata is LabelImage)
        {
            throw new ArgumentException($"{image.Name} is a label image, which has the levels of its image; add levels to that, and its labels get them, too");
        }

        var levels = await AddedLevels.OfAsync(place, image, pyramid, cancellationToken).ConfigureAwait(false);
        if (levels.Plan.Levels.Count == 1)
        {
            return new LevelsToAdd(path, labels, null, []);
        }

        var list = (await StoredDocument.ReadAsync(place.Store, place.DocumentKey(labels), ZarrOptions.Default.MaxDocumentLength, cancellationToken).ConfigureAwait(false))?.Utf8;
        var all = new List<AddedLevels>();
        foreach (var name in list is null ? [] : LabelsDocument.Parse(list, place.NameOf(labels)).Labels.Distinct())
        {
            NodeNames.RequireDataset(name); // a path, as that of a dataset
            var label = await StoredImage.ReadAsync(place, LevelsPlace.LevelPath(labels, name), cancellationToken).ConfigureAwait(false);
            all.Add(await AddedLevels.OfLabelAsync(place, label, pyramid, levels.Plan, cancellationToken).ConfigureAwait(false));
        }

        return new LevelsToAdd(path, labels, list, [.. all, levels]);
    }

    private async Task WriteAsync(AddedLevels levels, LevelsChange change, ProgressSum? progress, CancellationToken cancellationToken)
    {
        var (image, zarr) = (levels.Image, new ZarrOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism });
        var finest = LevelsPlace.LevelPath(image.Path, image.Multiscale.Datasets[0].Path);
        var source = await ZarrArray.OpenAsync(place.Store, place.At(finest), zarr, cancellationToken).ConfigureAwait(false);
        var written = new List<WrittenLevel> { LevelOf(image.Finest.Shape, image.Finest.ChunkShape, new KeptArray(), finest) };
        foreach (var (path, metadata) in levels.Arrays)
        {
            var array = await change.CreateAsync(levels, path, metadata, zarr, cancellationToken).ConfigureAwait(false);
            written.Add(LevelOf(metadata.Shape, metadata.ChunkShape, array, LevelsPlace.LevelPath(image.Path, path)));
        }

        await new PyramidWriter(written, BoxReduction.StepsOf(levels.Plan, image.Finest.DataType), memory).WriteAsync(source, cancellationToken).ConfigureAwait(false);

        WrittenLevel LevelOf(Shape shape, Shape unit, IWritableArray array, string path)
        {
            var request = new ArrayRequest
            {
                Path = image.Name,
                Shape = shape,
                DataType = image.Finest.DataType,
                Chunks = unit,
                Shards = null,
                Compression = Compression.None,
                DimensionNames = [],
                MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            };
            progress?.Expect(request);
            return new WrittenLevel(request, array, new UnitCounter(request.WriteUnitCount, progress?.Begin(path)));
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
