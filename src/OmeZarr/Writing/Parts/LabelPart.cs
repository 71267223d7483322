namespace OmeZarr.Writing.Parts;

/// <summary>A label image that is added to a group of labels.</summary>
/// <param name="name">Its name.</param>
/// <param name="job">The label image, whose path in the part is empty.</param>
internal sealed class LabelPart(string name, ImageJob job) : HierarchyPart
{
    internal override string Path => name;

    internal override IEnumerable<ImageJob> Jobs => [job];

    /// <summary>Whether its pixels are written later, so that it must not be replaced under the hands of whoever does that.</summary>
    internal bool IsPrepared => job.Levels is null;
}
