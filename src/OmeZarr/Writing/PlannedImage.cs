using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Writing;

/// <summary>An image with its plan, before it is written.</summary>
/// <param name="Path">Path of its group, relative to the written hierarchy; empty for the hierarchy itself.</param>
/// <param name="Image">The metadata that the caller gave.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Levels">The pixels, one source for each level; null to create empty arrays.</param>
internal sealed record PlannedImage(string Path, Image Image, ImagePlan Plan, IReadOnlyList<IArraySource>? Levels)
{
    /// <summary>Names of its label images, to be listed in its group <c>labels</c>. Each label is a planned image itself.</summary>
    internal IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>Completes the metadata after the pixels are written; null to keep the given metadata.</summary>
    internal Func<Image, Image>? Complete { get; init; }

    /// <summary>Path of a node of the image, relative to the hierarchy.</summary>
    internal string Below(string path) => Path.Length == 0 ? path : $"{Path}/{path}";

    /// <summary>The same image in a larger hierarchy.</summary>
    /// <param name="part">Path of the present hierarchy in the larger one.</param>
    internal PlannedImage Within(string part) => this with { Path = Path.Length == 0 ? part : $"{part}/{Path}" };
}
