namespace OmeZarr.Rules;

/// <summary>Collects findings while a document is walked from its beginning to its end.</summary>
/// <param name="strict">Whether rules are applied that most valid images ignore.</param>
/// <param name="is04">Whether the document is one of 0.4.</param>
/// <param name="only">The rules that are wanted, so that others leave room for their findings; null for all.</param>
internal sealed class Report(bool strict, bool is04 = false, IReadOnlyCollection<string>? only = null)
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

    /// <summary>Reports members that the model knows but could not take, because they have the wrong type.</summary>
    public void Apply(JsonMembers extra, ValueList<string> known, string location)
    {
        if (extra.Count > 0)
        {
            Apply(MemberRules.All, new ExtraNode(extra, known), location);
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

    // Documents of 0.4 have no name for their beginning, so that locations there would start with a dot.
    private Finding ToFinding(Rule rule, Violation violation, string location) => new(
        rule.Id,
        SeverityOf(rule),
        (location + violation.Place).TrimStart('.'),
        FindingText.Clean(violation.Message));
}
