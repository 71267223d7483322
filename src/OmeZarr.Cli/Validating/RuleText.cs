namespace OmeZarr.Cli.Validating;

/// <summary>Explains a rule.</summary>
internal static class RuleText
{
    private const int Width = 10;

    /// <exception cref="UsageException">There is no such rule.</exception>
    internal static string Of(string id)
    {
        var rule = Require("--explain", id);
        var lines = new List<string> { rule.Id, $"  {rule.Sentence}" };
        Add(lines, "severity", SeverityOf(rule));
        Add(lines, "source", rule.Source.Contains('(', StringComparison.Ordinal) ? $"{rule.Source}: section and number of docs/spec-coverage.md" : rule.Source);
        Add(lines, "example", RuleExamples.Of(id));
        Add(lines, "to do", rule.Remedy);
        Add(lines, "fixable", rule.Fixable ? $"yes: omezarr validate PATH --fix {id}" : "no");
        return string.Join('\n', lines);
    }

    /// <summary>The rule with an id.</summary>
    /// <exception cref="UsageException">There is no such rule.</exception>
    internal static ValidationRule Require(string option, string id) => ValidationRule.Find(id)
        ?? throw new UsageException($"{option} {Quote.IfNeeded(id)}: there is no such rule{Suggestion.For(id, ValidationRule.All.Select(rule => rule.Id))} (docs/rules.md lists all)");

    private static string SeverityOf(ValidationRule rule)
    {
        var text = rule.Severity == rule.SeverityIn04 ? Word(rule.Severity) : $"{Word(rule.Severity)} in 0.5, {Word(rule.SeverityIn04)} in 0.4";
        return rule.OnlyStrict ? $"{text}, only with --strict" : text;
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static void Add(List<string> lines, string label, string? text)
    {
        if (text is not null)
        {
            lines.Add($"  {label.PadRight(Width)}{text}");
        }
    }
}
