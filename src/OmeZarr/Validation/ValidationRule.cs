using System.Collections.Frozen;
using OmeZarr.Rules;
using OmeZarr.Rules.Checks;

namespace OmeZarr;

/// <summary>A rule that validation applies, for people who want to know what a finding means.</summary>
public sealed record ValidationRule
{
    private ValidationRule(Rule rule) => (Id, Severity, SeverityIn04, OnlyStrict, Sentence, Source, Remedy, Fixable) = (
        rule.Id, rule.Severity, rule.SeverityIn04 ?? rule.Severity, rule.OnlyStrict, rule.Sentence, rule.Spec, rule.Remedy, rule.Fixable);

    /// <summary>All rules, of single documents first, then of hierarchies.</summary>
    public static IReadOnlyList<ValidationRule> All { get; } = [.. RuleCatalog.WithHierarchies.Select(rule => new ValidationRule(rule))];

    private static FrozenDictionary<string, ValidationRule> ById { get; } = All.ToFrozenDictionary(rule => rule.Id);

    /// <summary>Name in kebab case, for example <c>axes-order</c>. Stable: programs may filter by it.</summary>
    public string Id { get; }

    /// <summary>How much a violation weighs in 0.5.</summary>
    public Severity Severity { get; }

    /// <summary>How much a violation weighs in 0.4.</summary>
    public Severity SeverityIn04 { get; }

    /// <summary>Whether the rule is a recommendation that most valid stores do not follow; it is applied on request only (<see cref="ValidationOptions.Strict"/>).</summary>
    public bool OnlyStrict { get; }

    /// <summary>The rule in one sentence.</summary>
    public string Sentence { get; }

    /// <summary>Where the rule comes from: a section of the list of rules derived from the specification of 0.5, another specification, or "this library".</summary>
    public string Source { get; }

    /// <summary>What the owner of a store can do; null if the sentence says it.</summary>
    public string? Remedy { get; }

    /// <summary>Whether a violation has one right answer in the metadata, so that a program can mend it.</summary>
    public bool Fixable { get; }

    /// <summary>The rule with an id; null if there is none.</summary>
    /// <param name="id">The id.</param>
    public static ValidationRule? Find(string id) => ById.GetValueOrDefault(id);
}
