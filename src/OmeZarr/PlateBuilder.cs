using OmeZarr.Planning;
using OmeZarr.Writing.Parts;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// Writes a plate well by well, in any order and from any number of tasks: with their pixels (<see cref="WriteWellAsync(string, string, IReadOnlyList{Field}, CancellationToken)"/>),
/// or without (<see cref="AddWell"/>, <see cref="PrepareAsync"/>) to be filled later. Both can be mixed. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A well is built beside the plate, moved in when it is complete, and then listed, so the metadata of the plate never name a missing well. A well that fails or is cancelled
/// leaves nothing and can be tried again. The plate appears together with its first well; with <see cref="WriteOptions.Overwrite"/> it then replaces an existing hierarchy.</para>
/// <para>With <see cref="ExistingHierarchy.Append"/> wells are added to an existing plate, and fields to its wells, also by several builders and processes of one machine at the same time.
/// A builder throws an <see cref="IOException"/> if another program has replaced or deleted its plate.</para>
/// <para>An archive (<c>plate.ozx</c>) appears when the builder is disposed, with all wells that are complete then. Until then the plate is in a folder beside it. An archive that exists gets no further wells.</para>
/// </remarks>
public sealed class PlateBuilder : IAsyncDisposable
{
    private readonly string path;
    private readonly WriteOptions options;
    private readonly PlatePlan plan;
    private readonly PlateIndex index;
    private readonly PartsBuilder<WellPart> wells;

    /// <summary>A plate to be written. Nothing is created yet.</summary>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="plate">Metadata of the plate, or a <see cref="V05.Plate"/>; null to derive all of it from the wells.</param>
    /// <param name="options">Chunks, compression and more, for all images; null for the defaults.</param>
    /// <exception cref="OmeZarrException">The given metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">The path is empty, or options cannot be written.</exception>
    /// <exception cref="NotSupportedException">The location is a path in an archive, or a store that cannot be written or listed.</exception>
    public PlateBuilder(StoreLocation location, PlateOptions? plate = null, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(location);
        path = location.ToString();
        this.options = options is null ? WriteOptions.Default : options with { };
        plate ??= new PlateOptions();
        plan = new PlatePlan(path, plate);
        this.options.Report(string.Empty, plan.Warnings);
        var place = HierarchyPlace.OfGrowing(location, this.options);
        (var hierarchy, index) = GrowingHierarchy<WellPart>.At(place, this.options, documents => new PlateIndex(documents, plan, plate, this.options), PlateIndex.Appends(this.options));
        wells = new PartsBuilder<WellPart>(place, hierarchy, this.options, index, ArchiveStaging.Of(place, this.options, StoreCopy.PackAsync));
    }

    /// <summary>The absolute path of the plate; symbolic links are resolved.</summary>
    public string RootPath => wells.Root;

    /// <summary>Number of times the list of wells was read from disk.</summary>
    internal int ListReads => index.Reads;

    /// <summary>Writes a well of one field of view. It is listed when the call returns.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="field">Its field of view.</param>
    /// <param name="cancellationToken">Stops the writing; the plate is then as it was before.</param>
    /// <inheritdoc cref="WriteWellAsync(string, string, IReadOnlyList{Field}, CancellationToken)"/>
    public Task WriteWellAsync(string row, string column, Field field, CancellationToken cancellationToken = default) => WriteWellAsync(row, column, [field], cancellationToken);

    /// <summary>Writes a well. It is listed when the call returns.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view, at least one.</param>
    /// <param name="cancellationToken">Stops the writing; the plate is then as it was before.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">The well was written or added before, or metadata, arrays, names and options do not fit each other.</exception>
    /// <exception cref="MisplacedDestinationException">The plate does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: the plate is as it was before. Or everything is written, but the hierarchy that the plate replaced
    /// could not be deleted: the message names it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task WriteWellAsync(string row, string column, IReadOnlyList<Field> fields, CancellationToken cancellationToken = default)
    {
        var well = new WellFields(row, column, fields);
        wells.RequireOpen(this);
        await wells.WriteAsync(new WellPart(path, plan, well, options, isPrepared: false, keepsPlans: true), $"written via {nameof(WriteWellAsync)}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes planned wells one after the other.</summary>
    internal Task WriteAsync(WholePlate whole, CancellationToken cancellationToken) => wells.WriteAsync(whole.Wells, "given", cancellationToken);

    /// <summary>Adds a well without pixels, which <see cref="PrepareAsync"/> will create.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view, at least one, without pixels.</param>
    /// <returns>This builder.</returns>
    /// <inheritdoc cref="WriteWellAsync(string, string, IReadOnlyList{Field}, CancellationToken)"/>
    public PlateBuilder AddWell(string row, string column, params IReadOnlyList<Field> fields)
    {
        var well = new WellFields(row, column, fields);
        wells.RequireOpen(this);
        wells.Add(new WellPart(path, plan, well, options, isPrepared: true, keepsPlans: false), $"added via {nameof(AddWell)}");
        return this;
    }

    /// <summary>Creates the wells that were added since the last call: all of them or, if it fails, none; then another call tries again.</summary>
    /// <param name="cancellationToken">Stops the creation; the plate is then as it was before.</param>
    /// <returns>Their arrays, by keys such as <c>A/1/0/0</c>: row, column, field of view, dataset. Disposing the builder disposes them, too.</returns>
    /// <exception cref="InvalidOperationException">No wells were added.</exception>
    /// <inheritdoc cref="WriteWellAsync(string, string, IReadOnlyList{Field}, CancellationToken)"/>
    public Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default)
    {
        wells.RequireOpen(this);
        return wells.PrepareAsync(cancellationToken);
    }

    /// <summary>Refuses further wells and disposes the prepared arrays, which stores everything that was written to them. An archive is written now.</summary>
    /// <exception cref="IOException">Something could not be stored, or the archive could not be written; everything is kept, and another call tries again.</exception>
    public ValueTask DisposeAsync() => wells.DisposeAsync();

    /// <summary>The path of the plate, and the number of wells.</summary>
    public override string ToString() => $"plate {RootPath}: {wells}";
}
