using OmeZarr.Planning;
using OmeZarr.Writing;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// Writes a plate well by well, in any order and from any number of tasks: <see cref="WriteWellAsync"/> for wells whose pixels are there,
/// <see cref="AddWell"/> and <see cref="PrepareAsync"/> for wells to be filled later. Both can be mixed. Thread-safe.
/// </summary>
/// <remarks>
/// A well is built beside the plate, moved in when it is complete, and only then listed in the metadata of the plate, which so is always true for what is there.
/// The plate itself appears, and with <see cref="WriteOptions.Overwrite"/> replaces what was at its place, together with its first well. A well that fails or is cancelled
/// leaves nothing and can be tried again.
/// </remarks>
public sealed class PlateBuilder : IAsyncDisposable
{
    private readonly string path;
    private readonly WriteOptions options;
    private readonly PlatePlan plan;
    private readonly PlateDocument document;
    private readonly GrowingHierarchy hierarchy;
    private readonly WriteBuffer buffer;
    private readonly Lock gate = new();
    private readonly TakenWells taken;
    private readonly List<PreparedArrays> prepared = [];
    private List<AddedWell> added = [];
    private bool disposed;

    /// <summary>A plate to be written. Nothing is created yet.</summary>
    /// <param name="path">The folder to be made, by custom named <c>*.ome.zarr</c>. Missing folders above it are made too.</param>
    /// <param name="plate">What the metadata of the plate says; null to make all of it from the wells.</param>
    /// <param name="options">Chunks, compression and more, for all images; null for the defaults.</param>
    /// <exception cref="OmeZarrException">What is given of the metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">The path is empty, or options cannot be written.</exception>
    public PlateBuilder(string path, PlateOptions? plate = null, WriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        this.path = path;
        this.options = options is null ? WriteOptions.Default : options with { };
        plan = new PlatePlan(path, plate ?? new PlateOptions());
        document = new PlateDocument(plan, this.options.ExtraAttributes);
        taken = new TakenWells(plan.FixedAcquisitions);
        hierarchy = new GrowingHierarchy(path, this.options, isKept: false);
        buffer = new WriteBuffer(this.options.MaxBufferedBytes);
    }

    /// <summary>The absolute path of the plate; if a symbolic link was given, where it leads.</summary>
    public string RootPath => hierarchy.Root;

    /// <summary>Writes a well. When the call returns, it is on the plate and listed.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view, at least one.</param>
    /// <param name="cancellationToken">Stops the writing; the plate is then as it was before.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">The well was written or added before, or metadata, arrays, names and options do not fit each other.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: the plate is as it was before. Or all is written, but what the plate replaced
    /// could not be deleted: the message names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task<PlateBuilder> WriteWellAsync(string row, string column, IReadOnlyList<Field> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var well = plan.Plan(row, column, WellJobs.Listed(fields));
        var jobs = WellJobs.Of(path, well, fields, options).ToList();
        Take(well, $"written via {nameof(WriteWellAsync)}");
        try
        {
            using var staged = hierarchy.Stage(well.Path);
            var progress = ProgressSum.For(options, jobs.Select(job => job.Plan));
            await WriteAsync(staged, well, jobs, progress, cancellationToken).ConfigureAwait(false);
            await LandAsync([(well, staged)], cancellationToken).ConfigureAwait(false);
            return this;
        }
        catch
        {
            Release(well);
            throw;
        }
    }

    /// <summary>Registers a well that is created by <see cref="PrepareAsync"/>, to be filled later.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view, at least one.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">The well was written or added before, or metadata, arrays, names and options do not fit each other.</exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public PlateBuilder AddWell(string row, string column, IReadOnlyList<FieldSpec> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var well = new AddedWell(plan.Plan(row, column, WellJobs.Listed(fields)), [.. fields]);
        WellJobs.Require(JobsOf(well));
        lock (gate)
        {
            Take(well.Plan, $"added via {nameof(AddWell)}");
            added.Add(well);
        }

        return this;
    }

    /// <summary>Creates the wells that were added since the last call: all of them, or if it fails, none; then another call tries again.</summary>
    /// <param name="cancellationToken">Stops the creation; the plate is then as it was before.</param>
    /// <returns>Their arrays, with keys such as <c>A/1/0/0</c>: row, column, field of view, dataset. Disposing the builder disposes them too.</returns>
    /// <exception cref="InvalidOperationException">No wells were added.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: the plate is as it was before. Or all is written, but what the plate replaced
    /// could not be deleted: the message names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default)
    {
        var wells = TakeAdded();
        try
        {
            await CreateAsync(wells, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (gate)
            {
                added = [.. wells.Where(well => !taken.HasLanded(well.Plan)), .. added];
            }

            throw;
        }

        var arrays = Preparation.Open(RootPath, wells.SelectMany(well => JobsOf(well).OnPlate(well.Plan)), options, buffer);
        lock (gate)
        {
            prepared.Add(arrays);
        }

        return arrays;
    }

    /// <summary>Refuses further wells and disposes what was prepared: everything that was written is stored.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public async ValueTask DisposeAsync()
    {
        List<PreparedArrays> all;
        lock (gate)
        {
            disposed = true;
            all = [.. prepared];
        }

        await Task.WhenAll(all.Select(arrays => arrays.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>Where the plate is, and how many wells there are.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            return $"{RootPath}: plate with {taken.LandedCount} wells{(added.Count > 0 ? $", {added.Count} more added" : string.Empty)}";
        }
    }

    private IEnumerable<ImageJob> JobsOf(AddedWell well) => WellJobs.Of(path, well.Plan, well.Fields, options);

    private void Take(WellPlan well, string how)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            taken.Take(well, how);
        }
    }

    /// <summary>Gives a well back whose writing has thrown; it may be on the plate all the same, if only what it replaced could not be deleted.</summary>
    private void Release(WellPlan well)
    {
        lock (gate)
        {
            if (!taken.HasLanded(well))
            {
                taken.Release(well);
            }
        }
    }

    private List<AddedWell> TakeAdded()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (added.Count == 0)
            {
                throw new InvalidOperationException($"No wells added. Call {nameof(AddWell)} before {nameof(PrepareAsync)}.");
            }

            var wells = added;
            added = [];
            return wells;
        }
    }

    private async Task CreateAsync(List<AddedWell> wells, CancellationToken cancellationToken)
    {
        var parts = new List<(WellPlan Plan, StagedHierarchy Staged)>();
        try
        {
            foreach (var well in wells)
            {
                var staged = hierarchy.Stage(well.Plan.Path);
                parts.Add((well.Plan, staged));
                await WriteAsync(staged, well.Plan, JobsOf(well), null, cancellationToken).ConfigureAwait(false);
            }

            await LandAsync(parts, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (_, staged) in parts)
            {
                staged.Dispose();
            }
        }
    }

    private async Task WriteAsync(StagedHierarchy staged, WellPlan well, IEnumerable<ImageJob> jobs, ProgressSum? progress, CancellationToken cancellationToken)
    {
        await new ImageWriter(staged.Staging, options, progress, well.Path).WriteAsync(jobs, cancellationToken).ConfigureAwait(false);
        await WellJobs.WriteGroupAsync(options.OpenStore(staged.Staging), string.Empty, well, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves wells to the plate and lists them.</summary>
    private Task LandAsync(List<(WellPlan Plan, StagedHierarchy Staged)> wells, CancellationToken cancellationToken)
    {
        List<WellPlan> plans = [.. wells.Select(well => well.Plan)];
        return hierarchy.LandAsync(
            [.. wells.Select(well => (well.Plan.Path, well.Staged))],
            async store =>
            {
                document.Add(plans);
                await store.SetAsync(StorePrefix.Root.Key(GroupDocument.Name), document.ToUtf8(), CancellationToken.None).ConfigureAwait(false);
            },
            landed => Settle(plans, landed),
            cancellationToken);
    }

    private void Settle(List<WellPlan> wells, bool haveLanded)
    {
        if (!haveLanded)
        {
            document.Remove(wells);
            return;
        }

        lock (gate)
        {
            wells.ForEach(taken.Land);
        }
    }

    private sealed record AddedWell(WellPlan Plan, IReadOnlyList<FieldSpec> Fields);
}
