using OmeZarr.Planning.Plates;
using OmeZarr.V05;

namespace OmeZarr.Writing.Parts.Plates;

/// <summary>Plans the images of fields of view, with paths relative to the well.</summary>
internal static class PlannedFields
{
    /// <summary>Fields and their labels.</summary>
    /// <param name="root">The path of the plate, as the user gave it.</param>
    /// <param name="well">The well.</param>
    /// <param name="fields">Its fields of view.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="isPrepared">Whether the pixels are written later.</param>
    internal static IEnumerable<PlannedImage> Of(string root, WellPlan well, IEnumerable<Field> fields, WriteOptions options, bool isPrepared) => fields.SelectMany(field =>
        PlannedImages.Of(new ImageTarget(Path.Join(root, well.Path), field.Name, $"{well.Name}, field {field.Name}"), field, field.Labels, options, isPrepared));

    /// <summary>Plans images only to validate them.</summary>
    /// <exception cref="OmeZarrException">Metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays and options do not fit each other.</exception>
    internal static void Require(IEnumerable<PlannedImage> images)
    {
        foreach (var image in images)
        {
            _ = image; // planning has validated it
        }
    }

    /// <summary>The entries of fields in the metadata of a well.</summary>
    /// <exception cref="ArgumentNullException">A field is null.</exception>
    internal static IEnumerable<FieldOfView> Listed(IEnumerable<Field> fields) => fields.Select(field =>
    {
        ArgumentNullException.ThrowIfNull(field);
        return new FieldOfView(field.Name, field.Acquisition);
    });
}
