using OmeZarr.Planning;
using OmeZarr.V05;

namespace OmeZarr.Writing.Parts;

/// <summary>A well to add to a plate, or fields to add to an existing well.</summary>
internal sealed class WellPart : Part
{
    private readonly string root;
    private readonly IReadOnlyList<Field> fields;
    private readonly WriteOptions options;
    private readonly IReadOnlyList<PlannedImage>? kept;

    /// <param name="root">The path of the plate, as the user gave it.</param>
    /// <param name="plate">The plan of the plate.</param>
    /// <param name="well">The well.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="isPrepared">Whether the well is added without pixels, which the caller writes later.</param>
    /// <param name="keepsPlans">Whether to keep the plans of the images. Where many wells wait, images are planned again when they are written.</param>
    /// <exception cref="OmeZarrException">Metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays, names and options do not fit each other.</exception>
    internal WellPart(string root, PlatePlan plate, WellFields well, WriteOptions options, bool isPrepared, bool keepsPlans)
    {
        (this.root, fields, this.options, IsPrepared) = (root, [.. well.Fields], options, isPrepared);
        Plan = plate.Plan(well.Row, well.Column, fields.Select(AsFieldOfView));
        // The images are planned in any case, so that this constructor refuses what does not fit, and not the later write.
        List<PlannedImage> planned = [.. Planned()];
        kept = keepsPlans ? planned : null;
    }

    /// <summary>The metadata of the well.</summary>
    internal WellPlan Plan { get; }

    internal override bool IsPrepared { get; }

    internal override string Path => Plan.Path;

    internal override IEnumerable<PlannedImage> Images => kept ?? Planned();

    internal override byte[] Document => GroupDocument.Of(Plan.Well);

    private IEnumerable<PlannedImage> Planned() => fields.SelectMany(field =>
        PlannedImages.Of(new ImageTarget(System.IO.Path.Join(root, Path), field.Name, $"{Plan.Name}, field {field.Name}"), field, field.Labels, options, IsPrepared));

    private static FieldOfView AsFieldOfView(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new FieldOfView(field.Name, field.Acquisition);
    }
}
