namespace OmeZarr.Rules;

/// <summary>Collects findings while a document is walked from its beginning to its end.</summary>
internal sealed class Report(bool strict, bool is04 = false)
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings => findings;

    public void Apply<T>(IReadOnlyList<Rule<T>> rules, T node, string location)
    {
        foreach (var rule in rules)
        {
            if (strict || !rule.OnlyStrict)
            {
                findings.AddRange(rule.Check(node).Select(v => ToFinding(rule, v, location)));
            }
        }
    }

    /// <summary>Reports members that the model knows but could not take, because they have the wrong type.</summary>
    public void Apply(JsonMembers extra, ValueList<string> known, string location)
    {
        if (extra.Count > 0)
        {
            Apply(MemberRules.All, new ExtraNode(extra, known), location);
        }
    }

    // Documents of 0.4 have no name for their beginning, so that locations there would start with a dot.
    private Finding ToFinding(Rule rule, Violation violation, string location) => new(
        rule.Id,
        is04 ? rule.SeverityIn04 ?? rule.Severity : rule.Severity,
        (location + violation.Place).TrimStart('.'),
        FindingText.Clean(violation.Message));
}
