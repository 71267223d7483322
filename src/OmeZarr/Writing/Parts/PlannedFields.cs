using OmeZarr.Planning;
using OmeZarr.V05;

namespace OmeZarr.Writing.Parts;

/// <summary>Plans the images of fields of view, with paths relative to the well.</summary>
internal static class PlannedFields
{
    /// <summary>Fields with pixels, and their labels.</summary>
    /// <param name="root">The path of the plate, as the user gave it.</param>
    /// <param name="well">The well.</param>
    /// <param name="fields">Its fields of view.</param>
    /// <param name="options">Options of writing.</param>
    internal static IEnumerable<PlannedImage> Of(string root, WellPlan well, IEnumerable<Field> fields, WriteOptions options) =>
        fields.SelectMany(field => PlannedImages.Of(Place(root, well, field.Path), field.Image, field.Levels, field.Labels, options));

    /// <summary>Fields without pixels, and their labels.</summary>
    /// <inheritdoc cref="Of(string, WellPlan, IEnumerable{Field}, WriteOptions)"/>
    internal static IEnumerable<PlannedImage> Of(string root, WellPlan well, IEnumerable<FieldSpec> fields, WriteOptions options) =>
        fields.SelectMany(field => PlannedImages.Of(Place(root, well, field.Path), field.Image, field.Levels, field.Labels, options));

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
    /// <exception cref="ArgumentNullException">A field, or one of its properties, is null.</exception>
    internal static IEnumerable<FieldOfView> Listed(IEnumerable<Field> fields) => fields.Select(field => Listed(field, field?.Path, field?.Acquisition));

    /// <inheritdoc cref="Listed(IEnumerable{Field})"/>
    internal static IEnumerable<FieldOfView> Listed(IEnumerable<FieldSpec> fields) => fields.Select(field => Listed(field, field?.Path, field?.Acquisition));

    private static ImageTarget Place(string root, WellPlan well, string field) => new(Path.Join(root, well.Path), field, $"{well.Name}, field {field}");

    private static FieldOfView Listed(object? field, string? path, long? acquisition)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(path);
        return new FieldOfView(path, acquisition);
    }
}
