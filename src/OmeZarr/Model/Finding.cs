namespace OmeZarr;

/// <summary>One thing that is wrong, or not as recommended, in OME-Zarr metadata.</summary>
/// <remarks>A document has at most 1,000 findings, and one more with the id <c>more-findings</c> that says how many were left out.</remarks>
/// <param name="RuleId">Name of the broken rule in kebab case, for example <c>axes-order</c>. Stable: programs may filter by it.</param>
/// <param name="Severity">Whether the rule must or should be kept.</param>
/// <param name="Location">
/// Where, as a path through the JSON document that starts at the key <c>ome</c>: <c>ome.multiscales[0].axes</c>; in a document of 0.4 at its top:
/// <c>multiscales[0].axes</c>. For text that is no JSON, line and column.
/// </param>
/// <param name="Message">The expected and the actual value, for people; the wording may change.</param>
public sealed record Finding(string RuleId, Severity Severity, string Location, string Message)
{
    /// <summary>The number of findings that this one stands for; null for an ordinary finding.</summary>
    internal FindingCount? Others { get; init; }

    /// <summary>One line: <c>Error axes-order ome.multiscales[0].axes: …</c>.</summary>
    public override string ToString() => $"{Severity} {RuleId} {Location}: {Message}";
}
