using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Writing;

/// <summary>An image that is to be written.</summary>
/// <param name="Path">Path of its group, relative to the hierarchy that is written; empty for the hierarchy itself.</param>
/// <param name="Image">Its metadata as the caller gave it.</param>
/// <param name="Plan">What is written.</param>
/// <param name="Levels">The pixels, one source for each level; null to create the arrays only.</param>
internal sealed record PlannedImage(string Path, Image Image, ImagePlan Plan, IReadOnlyList<IArraySource>? Levels)
{
    /// <summary>Names of its label images, which are images of their own; listed in its group <c>labels</c>.</summary>
    internal IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>Gives the metadata to publish once the pixels are written; null to publish those that were given.</summary>
    internal Func<Image, Image>? Complete { get; init; }

    /// <summary>Path of a node of the image, relative to the hierarchy.</summary>
    internal string Below(string path) => Path.Length == 0 ? path : $"{Path}/{path}";

    /// <summary>The same image in a hierarchy of which this one is a part.</summary>
    /// <param name="part">Path of the part.</param>
    internal PlannedImage Within(string part) => this with { Path = Path.Length == 0 ? part : $"{part}/{Path}" };
}
