namespace OmeZarr.Writing.Parts;

/// <summary>A label image that is added to a group of labels.</summary>
/// <param name="name">Its name.</param>
/// <param name="image">The label image, whose path in the part is empty.</param>
internal sealed class LabelPart(string name, PlannedImage image) : Part
{
    internal override string Path => name;

    internal override IEnumerable<PlannedImage> Images => [image];

    internal override bool IsPrepared => image.Levels is null;
}
