using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>A plate whose wells are all known, and checked. What is written of their fields is decided again when it is written, so that it need not be kept.</summary>
internal sealed class WholePlate
{
    private readonly string path;
    private readonly WriteOptions options;
    private readonly List<WellPart> wells = [];
    private readonly PlateDocument document;

    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays, names and options do not fit each other.</exception>
    internal WholePlate(string path, IReadOnlyList<WellFields> wells, PlateOptions plate, WriteOptions options)
    {
        (this.path, this.options) = (path, options);
        var plan = new PlatePlan(path, plate);
        document = new PlateDocument(plan, options.ExtraAttributes);
        var reservations = new WellReservations(plan.FixedAcquisitions);
        foreach (var well in wells)
        {
            Add(plan, reservations, well);
        }

        if (this.wells.Count == 0)
        {
            throw new ArgumentException("there are no wells; give at least one", nameof(wells));
        }

        document.Add([.. this.wells.Select(well => well.Plan)]);
        RequireValid();
    }

    /// <summary>The wells, to be added one by one to a plate that is there.</summary>
    internal IReadOnlyList<WellPart> Wells => wells;

    private IEnumerable<ImageJob> Jobs => wells.SelectMany(well => well.Jobs.Select(job => job.Within(well.Path)));

    /// <summary>Writes the plate.</summary>
    /// <param name="folder">Absolute path of the folder that becomes the plate.</param>
    /// <param name="options">How to write there.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal async Task WriteAsync(string folder, WriteOptions options, CancellationToken cancellationToken)
    {
        var progress = ProgressSum.For(options, Jobs.Select(job => job.Plan));
        var writer = new ImageWriter(folder, options, progress);
        await writer.WriteAsync(Jobs, cancellationToken).ConfigureAwait(false);
        foreach (var well in wells)
        {
            await writer.WriteGroupAsync(well.Path, well.Attributes, cancellationToken).ConfigureAwait(false);
        }

        foreach (var row in wells.Select(well => well.Plan.Row).Distinct())
        {
            await writer.WriteGroupAsync(row, [], cancellationToken).ConfigureAwait(false);
        }

        await options.OpenStore(folder).SetAsync(StorePrefix.Root.Key(GroupDocument.Name), document.ToUtf8(), cancellationToken).ConfigureAwait(false);
    }

    private void Add(PlatePlan plan, WellReservations reservations, WellFields well)
    {
        ArgumentNullException.ThrowIfNull(well);
        ArgumentNullException.ThrowIfNull(well.Fields);
        var planned = plan.Plan(well.Row, well.Column, WellJobs.Listed(well.Fields));
        reservations.Reserve(planned, "given; put all its fields together");
        var part = new WellPart(planned, isPrepared: false, () => WellJobs.Of(path, planned, well.Fields, options));
        WellJobs.Require(part.Jobs);
        wells.Add(part);
    }

    private void RequireValid()
    {
        var errors = document.ToPlate().Validate().Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new OmeZarrException($"{path} cannot be written", errors);
        }
    }
}
