using OmeZarr.Planning;
using OmeZarr.Writing;
using OmeZarr.Writing.Parts;

namespace OmeZarr;

/// <summary>
/// Writes a plate well by well, in any order and from any number of tasks: <see cref="WriteWellAsync"/> for wells whose pixels are there,
/// <see cref="AddWell"/> and <see cref="PrepareAsync"/> for wells to be filled later. Both can be mixed. Thread-safe.
/// </summary>
/// <remarks>
/// A well is built beside the plate, moved in when it is complete, and only then listed, so the metadata of the plate never name a missing well.
/// The plate itself appears, and with <see cref="WriteOptions.Overwrite"/> replaces what was at its place, together with its first well. A well that fails or is cancelled
/// leaves nothing and can be tried again. With <see cref="WriteOptions.Existing"/> = <see cref="ExistingHierarchy.Append"/> wells are added to the plate at the path, and fields to its wells; several builders
/// may do so at the same time, also in different processes on one machine. A builder whose plate was replaced or deleted by somebody else throws an <see cref="IOException"/>.
/// </remarks>
public sealed class PlateBuilder : IAsyncDisposable
{
    private readonly string path;
    private readonly WriteOptions options;
    private readonly PlatePlan plan;
    private readonly PlateIndex index;
    private readonly PartsBuilder<WellPart> wells;

    /// <summary>A plate to be written. Nothing is created yet.</summary>
    /// <param name="path">The folder to be made, by custom named <c>*.ome.zarr</c>. Missing folders above it are made too.</param>
    /// <param name="plate">What the metadata of the plate says; null to make all of it from the wells.</param>
    /// <param name="options">Chunks, compression and more, for all images; null for the defaults.</param>
    /// <exception cref="OmeZarrException">What is given of the metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">The path is empty, or options cannot be written.</exception>
    public PlateBuilder(string path, PlateOptions? plate = null, WriteOptions? options = null)
    {
        LocalPath.Require(path);
        this.path = path;
        this.options = options is null ? WriteOptions.Default : options with { };
        plate ??= new PlateOptions();
        plan = new PlatePlan(path, plate);
        var root = Destination.Resolve(path);
        index = new PlateIndex(root, plan, plate, this.options);
        wells = new PartsBuilder<WellPart>(new GrowingHierarchy<WellPart>(root, this.options, index, PlateIndex.Appends(this.options)), this.options, index);
    }

    /// <summary>The absolute path of the plate; if a symbolic link was given, where it leads.</summary>
    public string RootPath => wells.Root;

    /// <summary>How often the list of wells was read from the disk.</summary>
    internal int ListReads => index.Reads;

    /// <summary>Writes a well. When the call returns, it is on the plate and listed.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view, at least one.</param>
    /// <param name="cancellationToken">Stops the writing; the plate is then as it was before.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">The well was written or added before, or metadata, arrays, names and options do not fit each other.</exception>
    /// <exception cref="MisplacedDestinationException">The plate does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: the plate is as it was before. Or all is written, but what the plate replaced
    /// could not be deleted: the message names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task<PlateBuilder> WriteWellAsync(string row, string column, IReadOnlyList<Field> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        wells.RequireOpen(this);
        var well = plan.Plan(row, column, PlannedFields.Listed(fields));
        var images = PlannedFields.Of(path, well, fields, options).ToList();
        await wells.WriteAsync(new WellPart(well, isPrepared: false, () => images), $"written via {nameof(WriteWellAsync)}", cancellationToken).ConfigureAwait(false);
        return this;
    }

    /// <summary>Writes wells that were checked one after the other.</summary>
    internal Task WriteAsync(WholePlate whole, CancellationToken cancellationToken) => wells.WriteAsync(whole.Wells, "given", cancellationToken);

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
        wells.RequireOpen(this);
        var well = plan.Plan(row, column, PlannedFields.Listed(fields));
        IReadOnlyList<FieldSpec> kept = [.. fields];
        IEnumerable<PlannedImage> Images() => PlannedFields.Of(path, well, kept, options); // made again when needed: many wells may wait
        PlannedFields.Require(Images());
        wells.Add(new WellPart(well, isPrepared: true, Images), $"added via {nameof(AddWell)}");
        return this;
    }

    /// <summary>Creates the wells that were added since the last call: all of them, or if it fails, none; then another call tries again.</summary>
    /// <param name="cancellationToken">Stops the creation; the plate is then as it was before.</param>
    /// <returns>Their arrays, with keys such as <c>A/1/0/0</c>: row, column, field of view, dataset. Disposing the builder disposes them too.</returns>
    /// <exception cref="InvalidOperationException">No wells were added.</exception>
    /// <exception cref="MisplacedDestinationException">The plate does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: the plate is as it was before. Or all is written, but what the plate replaced
    /// could not be deleted: the message names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default)
    {
        wells.RequireOpen(this);
        return wells.PrepareAsync(cancellationToken);
    }

    /// <summary>Refuses further wells and disposes what was prepared: everything that was written is stored.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public ValueTask DisposeAsync() => wells.DisposeAsync();

    /// <summary>Where the plate is, and how many wells there are.</summary>
    public override string ToString() => $"plate {RootPath}: {wells}";
}
