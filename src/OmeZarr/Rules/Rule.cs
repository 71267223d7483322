namespace OmeZarr.Rules;

/// <summary>The declaration of a rule.</summary>
/// <param name="Id">Name in kebab case, stable.</param>
/// <param name="Severity">MUST is an error, SHOULD a warning.</param>
/// <param name="Spec">
/// The origin: section and number in the list of rules derived from the text and the schemas of OME-Zarr 0.5, or "this library".
/// </param>
/// <param name="Sentence">The rule in one sentence.</param>
internal abstract record Rule(string Id, Severity Severity, string Spec, string Sentence)
{
    /// <summary>Whether the rule is a recommendation that most valid images do not follow; it is applied on request only.</summary>
    public bool OnlyStrict { get; init; }

    /// <summary>The severity in documents of 0.4; null if it is the same.</summary>
    public Severity? SeverityIn04 { get; init; }

    /// <summary>What the owner of a store can do about a violation; null if the sentence says it.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether a violation has one right answer in the metadata, so that a program can mend it.</summary>
    public bool Fixable { get; init; }
}

/// <summary>
/// A rule about one kind of node. <paramref name="Check"/> gives the violations in document order; it must not throw.
/// </summary>
internal sealed record Rule<T>(string Id, Severity Severity, string Spec, string Sentence, Func<T, IEnumerable<Violation>> Check)
    : Rule(Id, Severity, Spec, Sentence);

/// <summary>A violation of a rule.</summary>
/// <param name="Place">Path relative to the checked node, for example <c>[2].path</c>; empty for the node itself.</param>
/// <param name="Message">The expected and the actual value.</param>
internal readonly record struct Violation(string Place, string Message);
