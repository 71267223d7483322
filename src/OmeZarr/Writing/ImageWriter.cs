using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Carries out the plan of one image in a store.</summary>
internal static class ImageWriter
{
    /// <summary>Creates the group and its arrays, without any pixel.</summary>
    internal static async Task<IReadOnlyDictionary<string, ZarrArray>> CreateAsync(
        IWritableStore store, ImagePlan plan, WriteOptions options, CancellationToken cancellationToken)
    {
        var engine = new ZarrOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };
        await ZarrGroup.CreateAsync(store, StorePrefix.Root, plan.Attributes, engine, cancellationToken).ConfigureAwait(false);
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
}
