using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Carries out the plan of one image in a store: arrays, pixels, and last of all the attributes that make the group an image.</summary>
internal static class ImageWriter
{
    /// <summary>Creates the arrays, without any pixel, in a group without attributes.</summary>
    internal static async Task<IReadOnlyDictionary<string, ZarrArray>> CreateArraysAsync(
        IWritableStore store, ImagePlan plan, WriteOptions options, CancellationToken cancellationToken)
    {
        var engine = EngineOptions(options);
        var arrays = new OrderedDictionary<string, ZarrArray>();
        foreach (var level in plan.Levels)
        {
            var path = new StorePrefix(level.Path);
            arrays[level.Path] = await ZarrArray.CreateAsync(store, path, level.Metadata, engine, cancellationToken).ConfigureAwait(false);
        }

        return arrays;
    }

    /// <summary>Fills the arrays, one level after the other, chunks in parallel.</summary>
    internal static async Task FillAsync(
        IReadOnlyDictionary<string, ZarrArray> arrays, IReadOnlyList<IArraySource> sources, WriteOptions options, CancellationToken cancellationToken)
    {
        var progress = options.Progress is { } listener ? new LevelProgress(arrays, listener) : null;
        foreach (var ((path, array), source) in arrays.Zip(sources))
        {
            await array.WriteAsync(source, progress?.Begin(path), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the group an image.</summary>
    internal static async Task PublishMetadataAsync(IWritableStore store, ImagePlan plan, CancellationToken cancellationToken)
    {
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root, null, cancellationToken).ConfigureAwait(false);
        await group.ReplaceAttributesAsync(plan.Attributes, cancellationToken).ConfigureAwait(false);
    }

    internal static ZarrOptions EngineOptions(WriteOptions options) => new()
    {
        MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        CompressionEffort = options.Compression.Effort,
    };
}
