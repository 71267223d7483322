using System.Text.Json.Nodes;
using OmeZarr.Planning;

namespace OmeZarr.Writing.Parts;

/// <summary>A well that is added to a plate.</summary>
/// <param name="plan">What its metadata says.</param>
/// <param name="jobs">Makes its images, with their paths in the well.</param>
internal sealed class WellPart(WellPlan plan, Func<IEnumerable<ImageJob>> jobs) : HierarchyPart
{
    internal WellPlan Plan => plan;

    internal override string Path => plan.Path;

    internal override IEnumerable<ImageJob> Jobs => jobs();

    internal override JsonObject Attributes => GroupAttributes.Of(plan.Well.ToJson);
}
