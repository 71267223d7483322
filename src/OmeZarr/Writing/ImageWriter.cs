using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Dividing;
using OmeZarr.Writing.Filling;
using OmeZarr.Writing.Pyramids;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Writes planned images: arrays, pixels, and finally the attributes that make the group an image.</summary>
internal sealed class ImageWriter
{
    /// <summary>Number of chunks for each worker from which an image is written alone.</summary>
    private const int LargeImage = 8;

    /// <summary>Number of images for each worker in a batch. The last images of a batch leave workers idle, so a batch is large.</summary>
    private const int LargestBatch = 32;

    private readonly WriteTarget target;
    private readonly WriteOptions options;
    private readonly ProgressSum? progress;
    private readonly StorePrefix path;
    private readonly PyramidMemory memory;

    /// <param name="target">Where the images are written.</param>
    /// <param name="progress">Receives a report after each chunk; null disables reporting.</param>
    /// <param name="path">Path of the target in the user's hierarchy, for progress reports.</param>
    internal ImageWriter(WriteTarget target, ProgressSum? progress, string path = "")
    {
        (this.target, options, this.progress, this.path) = (target, target.Options, progress, new StorePrefix(path));
        memory = new PyramidMemory(options.MaxBufferedBytes);
    }

    /// <summary>Writes images, with at most as many chunks at a time as the options allow.</summary>
    /// <param name="images">The images, enumerated in batches, so that the plans of a plate need little memory.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal async Task WriteAsync(IEnumerable<PlannedImage> images, CancellationToken cancellationToken)
    {
        foreach (var batch in Batches(images))
        {
            var (imagesAtOnce, chunksOfEach) = batch.Count >= options.MaxDegreeOfParallelism ? (options.MaxDegreeOfParallelism, 1) : (1, options.MaxDegreeOfParallelism);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = imagesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(batch, parallel, (image, token) => new ValueTask(WriteAsync(image, chunksOfEach, token))).ConfigureAwait(false);
        }
    }

    /// <summary>Creates a group, or replaces its document.</summary>
    internal ValueTask WriteGroupAsync(string path, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        target.SetAsync(path, document, cancellationToken);

    /// <summary>Large images one by one, because their chunks occupy all workers; small images in batches, each for one worker.</summary>
    private IEnumerable<IReadOnlyList<PlannedImage>> Batches(IEnumerable<PlannedImage> images)
    {
        var small = new List<PlannedImage>();
        foreach (var image in images)
        {
            if (image.Plan.Levels[0].WriteUnitCount >= LargeImage * options.MaxDegreeOfParallelism)
            {
                yield return [image];
                continue;
            }

            small.Add(image);
            if (small.Count == LargestBatch * options.MaxDegreeOfParallelism)
            {
                yield return small;
                small = [];
            }
        }

        if (small.Count > 0)
        {
            yield return small;
        }
    }

    private async Task WriteAsync(PlannedImage image, int chunksAtOnce, CancellationToken cancellationToken)
    {
        if (options.Division is Division division && !await division.WriteAsync(Divided(image), chunksAtOnce, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await WriteGroupsBetweenAsync(image, cancellationToken).ConfigureAwait(false);
        var arrays = new List<(ArrayRequest Request, IWritableArray Array)>();
        try
        {
            foreach (var level in image.Plan.Levels)
            {
                var request = target.At(level, image.Below(level.Path)) with { MaxDegreeOfParallelism = chunksAtOnce };
                arrays.Add((request, await options.Backend.CreateAsync(request, cancellationToken).ConfigureAwait(false)));
            }

            if (options.Division is null) // otherwise the pixels are there already
            {
                await FillAsync(image, arrays, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // All arrays are disposed, even if one fails: a folder with open files cannot be moved or deleted.
            await Task.WhenAll(arrays.Select(array => array.Array.DisposeAsync().AsTask())).ConfigureAwait(false);
        }

        if (image.LabelNames.Count > 0)
        {
            var labels = new LabelsGroup { Labels = [.. image.LabelNames] };
            await WriteGroupAsync(image.Below(NodeNames.LabelsGroup), GroupDocument.Of(labels), cancellationToken).ConfigureAwait(false);
        }

        var plan = image.Complete is { } complete ? image.Plan.Complete(image.Image, complete(image.Image)) : image.Plan;
        options.Report(image.Path.Length == 0 ? path.Value : (path / image.Path).Value, plan.Warnings);
        await WriteGroupAsync(image.Path, plan.Document, cancellationToken).ConfigureAwait(false);
    }

    private DividedImage Divided(PlannedImage image) => new(
        image.Path,
        [.. image.Plan.Levels.Select(level => level with { Path = image.Below(level.Path) })],
        image.Levels ?? throw new NotSupportedException("an image whose pixels are written later cannot be divided into parts"),
        image.Levels is [_] ? image.Plan.Pyramid : null)
    {
        Backend = options.Backend,
    };

    private async Task FillAsync(PlannedImage image, List<(ArrayRequest Request, IWritableArray Array)> arrays, CancellationToken cancellationToken)
    {
        if (image.Levels is [var finest] && image.Plan.Pyramid is { } pyramid)
        {
            var levels = arrays.Zip(image.Plan.Levels, (level, planned) => new WrittenLevel(level.Request, level.Array, new UnitCounter(planned.WriteUnitCount, ProgressOf(image, planned))));
            var writer = new PyramidWriter([.. levels], BoxReduction.StepsOf(pyramid, arrays[0].Request.DataType), memory);
            await FillAsync(arrays[0].Request, () => writer.WriteAsync(finest, cancellationToken)).ConfigureAwait(false);
            return;
        }

        foreach (var ((level, (request, array)), source) in image.Plan.Levels.Zip(arrays).Zip(image.Levels ?? []))
        {
            var counter = ProgressOf(image, level);
            await FillAsync(request, () => ArrayFilling.WriteAsync(array, request, source, Region.Whole(request.Shape), counter, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static async Task FillAsync(ArrayRequest request, Func<Task> fill)
    {
        try
        {
            await fill().ConfigureAwait(false);
        }
        catch (NodeReplacedException e) when (request.Location.Folder is { } folder && !Directory.Exists(folder)) // otherwise a source was replaced
        {
            throw new IOException($"{request.Path} was deleted while it was written; write it again. Nothing was changed.", e);
        }
    }

    private IProgress<ChunkProgress>? ProgressOf(PlannedImage image, ArrayRequest level) => progress?.Begin((path / image.Below(level.Path)).Value);

    /// <summary>Writes the <c>zarr.json</c> of each group between the image and its arrays.</summary>
    private async Task WriteGroupsBetweenAsync(PlannedImage image, CancellationToken cancellationToken)
    {
        foreach (var group in image.Plan.Levels.SelectMany(level => GroupDocument.Above(level.Path)).Distinct())
        {
            await WriteGroupAsync(image.Below(group), GroupDocument.Empty, cancellationToken).ConfigureAwait(false);
        }
    }
}
