namespace OmeZarr.Rules.Checks;

/// <summary>The options of one validation, and the findings collected while its document is traversed.</summary>
/// <param name="strict">Whether to apply recommendations that most valid images do not follow.</param>
/// <param name="is04">Whether the document is of OME-Zarr 0.4.</param>
/// <param name="only">Ids of the rules to apply, so that findings of other rules do not fill the list; null for all rules.</param>
internal sealed class ValidationContext(bool strict, bool is04 = false, IReadOnlyCollection<string>? only = null)
{
    private readonly FindingList findings = new();

    public IReadOnlyList<Finding> Findings => findings.ToList();

    public void Apply<T>(IReadOnlyList<Rule<T>> rules, T node, string location)
    {
        foreach (var rule in rules)
        {
            if ((strict || !rule.OnlyStrict) && only?.Contains(rule.Id) != false)
            {
                Add(rule, rule.Check(node), location);
            }
        }
    }

    /// <summary>Applies the rules about any object: it reports members that could not be read, because they have the wrong type.</summary>
    public void Apply(OmeObject node, string location)
    {
        if (node.ExtraMembers.Count > 0)
        {
            Apply(DocumentRules.OfObject, node, location);
        }
    }

    private void Add(Rule rule, IEnumerable<Violation> violations, string location)
    {
        foreach (var violation in violations)
        {
            if (findings.IsFull)
            {
                findings.Count(SeverityOf(rule));
            }
            else
            {
                findings.Add(ToFinding(rule, violation, location));
            }
        }
    }

    private Severity SeverityOf(Rule rule) => is04 ? rule.SeverityIn04 ?? rule.Severity : rule.Severity;

    // The root of a 0.4 document has no name, so locations in it would start with a dot.
    private Finding ToFinding(Rule rule, Violation violation, string location) => new(
        rule.Id,
        SeverityOf(rule),
        (location + violation.Place).TrimStart('.'),
        FindingText.Sanitize(violation.Message));
}
