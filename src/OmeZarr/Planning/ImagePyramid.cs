using OmeZarr.Pyramids;
using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>An image with all its levels. Either all levels were given, or level 0 was given and the plan computes the others.</summary>
/// <param name="Image">The metadata with all levels.</param>
/// <param name="Levels">Shape and type of all levels.</param>
/// <param name="Plan">How levels are computed; null if all are given.</param>
internal sealed record ImagePyramid(Image Image, IReadOnlyList<ArraySpec> Levels, PyramidPlan? Plan)
{
    /// <summary>Plans the levels of an image.</summary>
    /// <param name="subject">The name of the image in error messages.</param>
    /// <param name="image">The given metadata.</param>
    /// <param name="levels">The given levels.</param>
    /// <param name="pyramid">The user's choice.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Further levels are given, or they cannot be computed.</exception>
    internal static ImagePyramid Of(string subject, Image image, IReadOnlyList<ArraySpec> levels, Pyramid pyramid) =>
        Computed(subject, image, levels, pyramid, () => PyramidPlan.Create(pyramid, image.Multiscales[0], levels[0]));

    /// <summary>Plans the levels of a label image.</summary>
    /// <param name="subject">The name of the label image in error messages.</param>
    /// <param name="label">The given metadata.</param>
    /// <param name="levels">The given levels.</param>
    /// <param name="pyramid">The user's choice.</param>
    /// <param name="described">The image, whose factors count; null if there is none.</param>
    /// <inheritdoc cref="Of"/>
    internal static ImagePyramid OfLabel(string subject, LabelImage label, IReadOnlyList<ArraySpec> levels, Pyramid pyramid, DescribedImage? described) =>
        Computed(subject, label, levels, pyramid, () =>
        {
            if (described is null)
            {
                return PyramidPlan.Create(pyramid.ForLabels, label.Multiscales[0], levels[0]);
            }

            var (multiscale, shapes) = described.Geometry();
            return PyramidPlan.ForLabel(pyramid, label.Multiscales[0], levels[0], multiscale, shapes);
        });

    private static ImagePyramid Computed(string subject, Image image, IReadOnlyList<ArraySpec> levels, Pyramid pyramid, Func<PyramidPlan> plan)
    {
        // What is wrong without a pyramid is told by the plan of the image.
        if (pyramid.IsNone || image.Multiscales.Count != 1 || levels.Count != image.Multiscales[0].Datasets.Count || levels.Any(level => level?.DataType is null))
        {
            return new ImagePyramid(image, levels, null);
        }

        Validated.WarningsOf(OmeroPlan.Complete(image, levels[0].DataType), $"{subject} cannot be written");
        var planned = plan();
        return new ImagePyramid(image with { Multiscales = [planned.Multiscale] }, [.. planned.Levels.Select(level => new ArraySpec(level.Shape, levels[0].DataType))], planned);
    }
}
