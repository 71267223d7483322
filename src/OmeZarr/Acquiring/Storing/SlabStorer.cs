using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Pyramids.Kernels;
using Zarr;

namespace OmeZarr.Acquiring.Storing;

/// <summary>Stores slabs on several workers: one computes the levels of a slab, then each takes one value (chunk or shard) after the other.</summary>
/// <param name="plan">The plan.</param>
/// <param name="images">The images.</param>
/// <param name="done">Receives each slab with the error that kept it from being stored; null if it is stored.</param>
internal sealed class SlabStorer(AcquisitionPlan plan, IReadOnlyList<RecordedImage> images, Action<Slab, Exception?> done)
{
    private readonly WorkQueue queue = new(plan.Settings.MaxDegreeOfParallelism);
    private readonly IReadOnlyList<BoxReducer> reducers =
    [
        .. Enumerable.Range(1, plan.LiveLevels - 1).Select(level => BoxReducer.Create(plan.Pyramid!.Method, plan.Settings.DataType, [.. plan.Pyramid.Levels[level].Factors.TakeLast(2)])),
    ];

    /// <summary>Stores a slab; returns at once.</summary>
    internal void Begin(Slab slab) => queue.Add(() => PrepareAsync(slab), isUrgent: false);

    private async Task PrepareAsync(Slab slab)
    {
        StoredSlab? stored = null;
        try
        {
            if (slab.Held == 0)
            {
                await KeepAsync(slab).ConfigureAwait(false);
                done(slab, null);
                return;
            }

            var image = images[slab.Image];
            await image.EnsureAsync(EndOf(slab), CancellationToken.None).ConfigureAwait(false);
            stored = new StoredSlab(plan, slab, slab.HasStored ? await image.OpenDurableAsync(CancellationToken.None).ConfigureAwait(false) : image.Arrays);
            await stored.PrepareAsync(reducers, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            done(slab, error);
            return;
        }

        List<(int Level, Region Region)> values = [.. stored.Values];
        var task = new Storing(stored, slab, values.Count, done);
        values.ForEach(value => queue.Add(() => task.WriteAsync(value.Level, value.Region), isUrgent: true));
    }

    /// <summary>A slab without frames has nothing to store, but its image is there.</summary>
    private Task KeepAsync(Slab slab) => images[slab.Image].EnsureAsync(EndOf(slab), CancellationToken.None);

    private long EndOf(Slab slab) => plan.Layout.Growing < 0 ? 0 : slab.Frames.Offset[plan.Layout.Growing] + slab.Frames.Shape[plan.Layout.Growing];

    private sealed class Storing(StoredSlab stored, Slab slab, int count, Action<Slab, Exception?> done)
    {
        private int left = count;
        private Exception? first;

        internal async Task WriteAsync(int level, Region region)
        {
            try
            {
                await stored.WriteAsync(level, region, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref first, error, null);
            }

            if (Interlocked.Decrement(ref left) == 0)
            {
                stored.Return();
                done(slab, first);
            }
        }
    }
}
