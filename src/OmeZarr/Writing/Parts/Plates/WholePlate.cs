using OmeZarr.Planning;

namespace OmeZarr.Writing.Parts;

/// <summary>A plate with all its wells, validated before anything is written. The fields are planned again when they are written, so that their plans need no memory.</summary>
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
            ArgumentNullException.ThrowIfNull(well);
            var part = new WellPart(path, plan, well, options, isPrepared: false, keepsPlans: false);
            reservations.Reserve(part.Plan, "given; put all its fields together");
            this.wells.Add(part);
        }

        if (this.wells.Count == 0)
        {
            throw new ArgumentException("there are no wells; give at least one", nameof(wells));
        }

        document.Add([.. this.wells.Select(well => well.Plan)]);
        Warnings = Validated.WarningsOf(document.ToPlate(), $"{path} cannot be written");
    }

    /// <summary>The recommendations that the metadata of the plate does not follow.</summary>
    internal IReadOnlyList<Finding> Warnings { get; }

    /// <summary>The wells, for adding them one by one to an existing plate.</summary>
    internal IReadOnlyList<WellPart> Wells => wells;

    private IEnumerable<PlannedImage> Images => wells.SelectMany(well => well.Images.Select(image => image.Within(well.Path)));

    /// <summary>Writes the plate.</summary>
    /// <param name="target">Where it is written.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal async Task WriteAsync(WriteTarget target, CancellationToken cancellationToken)
    {
        var progress = ProgressSum.For(target.Options, Images.Select(image => image.Plan));
        var writer = new ImageWriter(target, progress);
        await writer.WriteAsync(Images, cancellationToken).ConfigureAwait(false);
        foreach (var well in wells)
        {
            await writer.WriteGroupAsync(well.Path, well.Document, cancellationToken).ConfigureAwait(false);
        }

        foreach (var row in wells.Select(well => well.Plan.Row).Distinct())
        {
            await writer.WriteGroupAsync(row, GroupDocument.Empty, cancellationToken).ConfigureAwait(false);
        }

        await writer.WriteGroupAsync(string.Empty, document.ToUtf8(), cancellationToken).ConfigureAwait(false);
    }
}
