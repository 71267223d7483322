namespace OmeZarr;

/// <summary>The change of one document.</summary>
/// <param name="NodePath">Path of the node.</param>
/// <param name="Document">Name of the document, for example <c>zarr.json</c>.</param>
/// <param name="Rules">The rules whose violations it mends.</param>
/// <param name="Difference">What changes, a line for each member: <c>+ place: value</c>, <c>- place: value</c> or <c>~ place: old → new</c>. The lines may quote the store.</param>
public sealed record DocumentFix(string NodePath, string Document, IReadOnlyList<string> Rules, IReadOnlyList<string> Difference);
