using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Planning;

/// <summary>The image that a label image describes.</summary>
/// <param name="Levels">Number of its levels.</param>
/// <param name="Geometry">Its metadata and the shapes of its levels; asked for if levels of the label image are computed.</param>
internal sealed record DescribedImage(int Levels, Func<(Multiscale Multiscale, IReadOnlyList<Shape> Shapes)> Geometry)
{
    /// <summary>An image that is written together with its labels.</summary>
    internal static DescribedImage Of(Image image, IReadOnlyList<ArraySpec> levels) => new(levels.Count, () => (image.Multiscales[0], [.. levels.Select(level => level.Shape)]));
}
