namespace OmeZarr.Writing.Parts;

/// <summary>A label image that is added to a group of labels.</summary>
/// <param name="name">Its name.</param>
/// <param name="isPrepared">Whether its pixels are written later.</param>
/// <param name="plan">Plans the label image, whose path in the part is empty. Called once, before it is written: in a store the image that it describes is read only then.</param>
internal sealed class LabelPart(string name, bool isPrepared, Func<PlannedImage> plan) : Part
{
    private readonly Lazy<PlannedImage> image = new(plan);

    internal override string Path => name;

    internal override IEnumerable<PlannedImage> Images => [image.Value];

    internal override bool IsPrepared => isPrepared;
}
