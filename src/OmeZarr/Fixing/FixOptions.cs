namespace OmeZarr;

/// <summary>What <see cref="OmeStoreFixer"/> mends.</summary>
public sealed record FixOptions
{
    /// <summary>
    /// Ids of the rules whose violations are mended. Rules that are <see cref="ValidationRule.Fixable"/> have one right answer. The rules <c>row-missing</c>, <c>well-missing</c>, <c>field-missing</c>,
    /// <c>label-missing</c> and <c>series-missing</c> may be named, too: then what is missing is removed from the list that names it, which hides that it was ever there.
    /// </summary>
    public required IReadOnlyCollection<string> Rules { get; init; }

    /// <summary>Whether nothing is changed, and the report says what would be.</summary>
    public bool DryRun { get; init; }
}
