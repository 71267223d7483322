using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Carries out the plans of images in a folder: arrays, pixels, and last of all the attributes that make a group an image.</summary>
internal sealed class ImageWriter
{
    /// <summary>Chunks for each worker from which on an image is written alone.</summary>
    private const int LargeImage = 8;

    /// <summary>Images for each worker in a batch: enough that waiting for the last ones costs little.</summary>
    private const int LargestBatch = 32;

    private readonly string folder;
    private readonly IWritableStore store;
    private readonly WriteOptions options;
    private readonly ProgressSum? progress;
    private readonly StorePrefix path;

    /// <param name="folder">Absolute path of the hierarchy in which the images are written.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of every chunk; null for nobody.</param>
    /// <param name="path">Where the folder will be in the hierarchy that the user knows; progress says so.</param>
    internal ImageWriter(string folder, WriteOptions options, ProgressSum? progress, string path = "")
    {
        (this.folder, this.options, this.progress, this.path) = (folder, options, progress, new StorePrefix(path));
        store = options.OpenStore(folder);
    }

    /// <summary>Writes images; never more chunks at a time than the options allow.</summary>
    /// <param name="jobs">The images; taken in batches, so that not all plans of a plate are in memory.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal async Task WriteAsync(IEnumerable<ImageJob> jobs, CancellationToken cancellationToken)
    {
        foreach (var batch in Batches(jobs))
        {
            var (images, chunksOfEach) = batch.Count >= options.MaxDegreeOfParallelism ? (options.MaxDegreeOfParallelism, 1) : (1, options.MaxDegreeOfParallelism);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = images, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(batch, parallel, (job, token) => new ValueTask(WriteAsync(job, chunksOfEach, token))).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a group, or replaces its attributes.</summary>
    internal ValueTask WriteGroupAsync(string path, JsonObject attributes, CancellationToken cancellationToken) =>
        GroupDocument.WriteAsync(store, path, attributes, cancellationToken);

    /// <summary>Large images one by one, whose chunks keep all workers busy; small ones in batches, for one worker each.</summary>
    private IEnumerable<IReadOnlyList<ImageJob>> Batches(IEnumerable<ImageJob> jobs)
    {
        var small = new List<ImageJob>();
        foreach (var job in jobs)
        {
            if (job.Plan.Levels[0].WriteUnitCount >= LargeImage * options.MaxDegreeOfParallelism)
            {
                yield return [job];
                continue;
            }

            small.Add(job);
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

    private async Task WriteAsync(ImageJob job, int chunksAtOnce, CancellationToken cancellationToken)
    {
        await WriteGroupsBetweenAsync(job, cancellationToken).ConfigureAwait(false);
        var arrays = new List<(ArrayRequest Request, IWritableArray Array)>();
        try
        {
            foreach (var level in job.Plan.Levels)
            {
                var request = level with { Path = Path.Join(folder, job.Path, level.Path), MaxDegreeOfParallelism = chunksAtOnce };
                arrays.Add((request, await options.Backend.CreateAsync(request, cancellationToken).ConfigureAwait(false)));
            }

            await FillAsync(job, arrays, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // All of them, even if one fails: what is still open could not be moved or deleted.
            await Task.WhenAll(arrays.Select(array => array.Array.DisposeAsync().AsTask())).ConfigureAwait(false);
        }

        if (job.LabelNames.Count > 0)
        {
            var labels = new LabelsGroup { Labels = [.. job.LabelNames] };
            await WriteGroupAsync(job.Below(ImageJobs.LabelsGroup), GroupAttributes.Of(labels.ToJson), cancellationToken).ConfigureAwait(false);
        }

        await WriteGroupAsync(job.Path, AttributesOf(job), cancellationToken).ConfigureAwait(false);
    }

    private async Task FillAsync(ImageJob job, List<(ArrayRequest Request, IWritableArray Array)> arrays, CancellationToken cancellationToken)
    {
        foreach (var ((level, (request, array)), source) in job.Plan.Levels.Zip(arrays).Zip(job.Levels ?? []))
        {
            var counter = progress?.Begin((path / job.Below(level.Path)).Value);
            try
            {
                await ArrayFilling.WriteAsync(array, request, source, Region.Whole(request.Shape), counter, cancellationToken).ConfigureAwait(false);
            }
            catch (NodeReplacedException e) when (!Directory.Exists(request.Path)) // else it is a source that was replaced
            {
                throw new IOException($"{request.Path} was deleted while it was written; write it again. Nothing was changed.", e);
            }
        }
    }

    /// <summary>Every group on the way to an array has its <c>zarr.json</c>.</summary>
    private async Task WriteGroupsBetweenAsync(ImageJob job, CancellationToken cancellationToken)
    {
        foreach (var group in job.Plan.Levels.SelectMany(level => GroupDocument.Above(level.Path)).Distinct())
        {
            await WriteGroupAsync(job.Below(group), [], cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonObject AttributesOf(ImageJob job) =>
        job.Complete is { } complete ? job.Plan.Complete(job.Image, complete(job.Image)).Attributes : job.Plan.Attributes;
}
