using OmeZarr.Planning;
using OmeZarr.Planning.Plates;

namespace OmeZarr.Writing.Parts.Plates;

/// <summary>A well to add to a plate, or fields to add to an existing well.</summary>
/// <param name="plan">The metadata of the well.</param>
/// <param name="isPrepared">Whether its pixels are written later.</param>
/// <param name="images">Plans its images, with paths relative to the well.</param>
internal sealed class WellPart(WellPlan plan, bool isPrepared, Func<IEnumerable<PlannedImage>> images) : Part
{
    internal WellPlan Plan => plan;

    internal override bool IsPrepared => isPrepared;

    internal override string Path => plan.Path;

    internal override IEnumerable<PlannedImage> Images => images();

    internal override byte[] Document => GroupDocument.Of(plan.Well);
}
