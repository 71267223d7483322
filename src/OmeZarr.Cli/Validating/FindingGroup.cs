namespace OmeZarr.Cli.Validating;

/// <summary>The findings of one rule in a store. The first few are shown, the others counted.</summary>
internal sealed class FindingGroup
{
    private const int MostShown = 3;
    private const int MostNames = 4;

    private readonly StoreFinding[] findings;
    private readonly long count;

    private FindingGroup(StoreFinding[] findings, long count) => (this.findings, this.count) = (findings, count);

    /// <summary>The sentence of the rule, and what to do; null for the finding that counts others.</summary>
    internal string? Explanation => findings[0].Rule is { } rule ? rule.Sentence + (rule.Remedy is { } remedy ? $" → {remedy}" : string.Empty) : null;

    /// <summary>The findings that are shown.</summary>
    internal IReadOnlyList<StoreFinding> Shown => findings.Length <= MostShown + 1 && count == findings.Length ? findings : findings[..Math.Min(MostShown, findings.Length)];

    /// <summary>The line about the others; null if all are shown.</summary>
    internal string? Others => count > Shown.Count ? $"… and {count - Shown.Count:N0} more {Where()}" : null;

    /// <summary>Puts the findings of a report into groups: errors first, then warnings, then advice, each in the order of the report.</summary>
    internal static IReadOnlyList<FindingGroup> Of(ValidationReport report) =>
    [
        .. report.Findings.GroupBy(finding => (finding.Severity, finding.RuleId)).OrderBy(group => group.Key.Severity)
            .Select(group => new FindingGroup([.. group], CountOf(report, group.Key.RuleId, group.Count()))),
    ];

    /// <summary>A rule that has one severity in a store has its count in the report, with the findings that are not listed.</summary>
    private static long CountOf(ValidationReport report, string rule, int listed) =>
        report.Findings.Where(finding => finding.RuleId == rule).Select(finding => finding.Severity).Distinct().Count() == 1 ? Math.Max(listed, report.CountsByRule.GetValueOrDefault(rule)) : listed;

    private string Where()
    {
        string[] nodes = [.. findings.Skip(Shown.Count).Select(finding => finding.NodePath).Distinct()];
        if (nodes.All(node => node == Shown[^1].NodePath))
        {
            return "in this document";
        }

        var names = string.Join(", ", nodes.Take(MostNames).Select(node => $"/{node}"));
        return $"{NounOf(findings[0].RuleId)}: {names}{(count - Shown.Count > MostNames ? ", …" : string.Empty)}";
    }

    private static string NounOf(string rule) => rule.Split('-')[0] switch
    {
        "well" => "wells",
        "field" => "fields",
        "row" => "rows",
        "label" => "labels",
        "series" => "images",
        _ => "places",
    };
}
