using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Planning;

/// <summary>Checks and completes label images (OME-Zarr 0.5, section "labels").</summary>
internal static class LabelPlan
{
    /// <summary>The path from <c>labels/name</c> to the image.</summary>
    private const string DescribedImage = "../../";

    /// <summary>The metadata with the path of the described image.</summary>
    internal static LabelImage Complete(LabelImage label) => label.ImageLabel.Source is null
        ? label with { ImageLabel = label.ImageLabel with { Source = new LabelSource { Image = DescribedImage } } }
        : label;

    /// <param name="name">Name of the label's group.</param>
    /// <param name="levels">Shape and type of its levels.</param>
    /// <param name="imageLevels">Number of levels of the described image; null if that does not exist.</param>
    /// <exception cref="ArgumentException">The name is not a node name, the type is not an integer, or the image has another number of levels.</exception>
    internal static void Require(string name, IReadOnlyList<ArraySpec> levels, int? imageLevels)
    {
        NodeNames.Require("label", name);
        if (levels.FirstOrDefault(level => level?.DataType is { IsInteger: false }) is { } wrong)
        {
            throw new ArgumentException($"the pixels are {wrong.DataType}; labels are numbers of objects, so convert them to an integer type such as uint32");
        }

        if (imageLevels is { } expected && levels.Count != expected)
        {
            throw new ArgumentException($"there {(levels.Count == 1 ? "is" : "are")} {Counted.Of(levels.Count, "level")}, the image has {expected}; a label image has as many levels as the image that it describes");
        }
    }
}
