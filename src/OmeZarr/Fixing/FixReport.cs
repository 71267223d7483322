namespace OmeZarr;

/// <summary>What <see cref="OmeStoreFixer"/> has changed, or would change.</summary>
/// <param name="Changes">The documents, in the order of the changes.</param>
/// <param name="Unfixed">The violations of the named rules that were not mended, and why.</param>
/// <param name="After">The validation of the store afterwards, by all rules; null if nothing was to be changed.</param>
public sealed record FixReport(IReadOnlyList<DocumentFix> Changes, IReadOnlyList<UnfixedFinding> Unfixed, ValidationReport? After);

/// <summary>The change of one document.</summary>
/// <param name="NodePath">Path of the node.</param>
/// <param name="Document">Name of the document, for example <c>zarr.json</c>.</param>
/// <param name="Rules">The rules whose violations it mends.</param>
/// <param name="Difference">What changes, a line for each member: <c>+ place: value</c>, <c>- place: value</c> or <c>~ place: old → new</c>. The lines may quote the store.</param>
public sealed record DocumentFix(string NodePath, string Document, IReadOnlyList<string> Rules, IReadOnlyList<string> Difference);

/// <summary>A violation that was not mended.</summary>
/// <param name="Finding">The violation.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record UnfixedFinding(StoreFinding Finding, string Reason);
