namespace OmeZarr;

/// <summary>What <see cref="OmeStoreFixer"/> has changed, or would change.</summary>
/// <param name="Changes">The documents, in the order of the changes.</param>
/// <param name="Unfixed">The violations of the named rules that were not mended, and why.</param>
/// <param name="After">The validation of the store afterwards, by all rules; null if nothing was to be changed.</param>
public sealed record FixReport(IReadOnlyList<DocumentFix> Changes, IReadOnlyList<(StoreFinding Finding, string Reason)> Unfixed, ValidationReport? After);
