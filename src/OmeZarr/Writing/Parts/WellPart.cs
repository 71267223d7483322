using System.Text.Json.Nodes;
using OmeZarr.Planning;

namespace OmeZarr.Writing.Parts;

/// <summary>A well that is added to a plate, or whose fields are added to a well that is there.</summary>
/// <param name="plan">What its metadata says.</param>
/// <param name="isPrepared">Whether its pixels are written later, so that it must not be replaced under the hands of whoever does that.</param>
/// <param name="jobs">Makes its images, with their paths in the well.</param>
internal sealed class WellPart(WellPlan plan, bool isPrepared, Func<IEnumerable<ImageJob>> jobs) : HierarchyPart
{
    internal WellPlan Plan => plan;

    internal bool IsPrepared => isPrepared;

    internal override string Path => plan.Path;

    internal override IEnumerable<ImageJob> Jobs => jobs();

    internal override JsonObject Attributes => GroupAttributes.Of(plan.Well.ToJson);
}
