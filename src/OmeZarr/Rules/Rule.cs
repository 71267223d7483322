namespace OmeZarr.Rules;

/// <summary>What a rule says.</summary>
/// <param name="Id">Name in kebab case, stable.</param>
/// <param name="Severity">MUST is an error, SHOULD a warning.</param>
/// <param name="Spec">
/// Where it comes from: section and number in the list of rules drawn up from the text and the schemas of OME-Zarr 0.5, or "this library".
/// </param>
/// <param name="Sentence">The rule in one sentence.</param>
internal abstract record Rule(string Id, Severity Severity, string Spec, string Sentence)
{
    /// <summary>Whether the rule is a recommendation that most valid images ignore, so that it is checked on request only.</summary>
    public bool OnlyStrict { get; init; }

    /// <summary>The severity in documents of 0.4, if it is another one there.</summary>
    public Severity? SeverityIn04 { get; init; }
}

/// <summary>
/// A rule about one kind of node. <paramref name="Check"/> says where the node breaks it, in document order; it must not throw.
/// </summary>
internal sealed record Rule<T>(string Id, Severity Severity, string Spec, string Sentence, Func<T, IEnumerable<Violation>> Check)
    : Rule(Id, Severity, Spec, Sentence);

/// <summary>One place where a rule is broken.</summary>
/// <param name="Place">Path from the node that was checked, for example <c>[2].path</c>; empty for the node itself.</param>
/// <param name="Message">What was expected and what was found.</param>
internal readonly record struct Violation(string Place, string Message);
