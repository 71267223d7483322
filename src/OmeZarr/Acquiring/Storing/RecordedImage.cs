using OmeZarr.Acquiring.Layout;
using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Acquiring.Storing;

/// <summary>An image that is acquired: its arrays, which are created with the first frame and grow.</summary>
/// <param name="plan">The plan.</param>
/// <param name="location">Where the image is.</param>
/// <param name="create">Creates it.</param>
internal sealed class RecordedImage(AcquisitionPlan plan, StoreLocation location, Func<CancellationToken, Task> create)
{
    private volatile ZarrArray[]? arrays;
    private long length;

    /// <summary>Where the image is.</summary>
    internal StoreLocation Location => location;

    /// <summary>Whether it was created.</summary>
    internal bool IsCreated => arrays is not null;

    /// <summary>The arrays as they are now, finest first.</summary>
    internal IReadOnlyList<ZarrArray> Arrays => arrays ?? throw new InvalidOperationException($"{location} is not created");

    private SemaphoreSlim Changing { get; } = new(1, 1);

    /// <summary>Creates the image if that is not done, and makes it longer if it is shorter.</summary>
    /// <param name="end">The length of the growing axis that is needed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    internal async Task EnsureAsync(long end, CancellationToken cancellationToken)
    {
        if (IsCreated && end <= Interlocked.Read(ref length))
        {
            return;
        }

        await Changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (arrays is null)
            {
                await create(cancellationToken).ConfigureAwait(false);
                await OpenAsync(cancellationToken).ConfigureAwait(false);
            }

            if (end > Interlocked.Read(ref length))
            {
                await GrowAsync(end, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Changing.Release();
        }
    }

    /// <summary>Opens the arrays of an image that is there.</summary>
    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        var opened = await OpenAllAsync(Flushes(plan), cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref length, plan.Layout.Growing < 0 ? long.MaxValue : opened[0].Shape[plan.Layout.Growing]);
        arrays = [.. opened];
    }

    /// <summary>Opens the arrays so that each value is on the disk before it replaces another one: frames before a durable point may be in the one that is replaced.</summary>
    internal Task<ZarrArray[]> OpenDurableAsync(CancellationToken cancellationToken) => OpenAllAsync(isDurable: true, cancellationToken);

    /// <summary>Cuts the growing axis. No slab is stored meanwhile.</summary>
    /// <param name="end">The length that remains, at least 1.</param>
    /// <param name="cancellationToken">Stops the call; another call goes on.</param>
    internal async Task CutAsync(long end, CancellationToken cancellationToken)
    {
        var cut = Arrays.ToArray();
        for (var level = cut.Length - 1; plan.Layout.Growing >= 0 && level >= 0; level--)
        {
            var shape = ShapeOf(level, end);
            if (shape == cut[level].Shape)
            {
                continue;
            }

            var durable = await OpenAsync(plan.Levels[level], isDurable: true, cancellationToken).ConfigureAwait(false);
            await durable.ResizeAsync(shape, cancellationToken).ConfigureAwait(false);
            cut[level] = await OpenAsync(plan.Levels[level], Flushes(plan), cancellationToken).ConfigureAwait(false);
            arrays = [.. cut];
        }

        Interlocked.Exchange(ref length, plan.Layout.Growing < 0 ? long.MaxValue : end);
    }

    // By an eighth at least, so that few documents are written; in whole slabs, so that no chunk has an end.
    private async Task GrowAsync(long end, CancellationToken cancellationToken)
    {
        var unit = plan.Layout.Units[plan.Layout.Growing];
        var longer = (Math.Max(end, length + (length / 8)) + unit - 1) / unit * unit;
        var grown = Arrays.ToArray();
        for (var level = 0; level < grown.Length; level++)
        {
            var (store, path) = PlaceOf(plan.Levels[level], isDurable: true);
            var document = (grown[level].Metadata with { Shape = ShapeOf(level, longer) }).ToUtf8();
            await ((IWritableStore)store).SetAsync(path.Key(GroupDocument.Name), document, cancellationToken).ConfigureAwait(false);
            grown[level] = await OpenAsync(plan.Levels[level], Flushes(plan), cancellationToken).ConfigureAwait(false);
        }

        arrays = grown;
        Interlocked.Exchange(ref length, longer);
    }

    /// <summary>The shape of a level when the growing axis of the first one has a length.</summary>
    private Shape ShapeOf(int level, long end)
    {
        var lengths = Arrays[level].Shape.ToArray();
        for (var k = 1; k <= level; k++)
        {
            var factor = plan.Pyramid!.Levels[k].Factors[plan.Layout.Growing];
            end = (end + factor - 1) / factor;
        }

        lengths[plan.Layout.Growing] = end;
        return Shape.Create(lengths);
    }

    private async Task<ZarrArray[]> OpenAllAsync(bool isDurable, CancellationToken cancellationToken)
    {
        var opened = new List<ZarrArray>();
        foreach (var level in plan.Levels)
        {
            opened.Add(await OpenAsync(level, isDurable, cancellationToken).ConfigureAwait(false));
        }

        return [.. opened];
    }

    private Task<ZarrArray> OpenAsync(ArrayRequest level, bool isDurable, CancellationToken cancellationToken)
    {
        var (store, path) = PlaceOf(level, isDurable);
        return ZarrArray.OpenAsync(store, path, OptionsOf(plan), cancellationToken);
    }

    private (IStore Store, StorePrefix Path) PlaceOf(ArrayRequest level, bool isDurable)
    {
        var place = location.Below(level.Path);
        return place.Folder is { } folder ? (new FileSystemStore(folder, isDurable, folder), StorePrefix.Root) : place.Open();
    }

    // Workers write one chunk at a time.
    private static ZarrOptions OptionsOf(AcquisitionPlan plan) => new() { MaxDegreeOfParallelism = 1, ReferenceEffort = plan.Settings.Compression.ReferenceEffort };

    // Linux forces a whole file system to the disk by one call.
    private static bool Flushes(AcquisitionPlan plan) => !OperatingSystem.IsLinux() && (plan.Settings.DurableInterval is not null || plan.Settings.DurableFrames is not null);
}
