namespace Zarr.Stores;

/// <summary>What an archive says about itself.</summary>
/// <param name="Values">Number of values.</param>
/// <param name="Comment">The comment of the archive; empty if there is none.</param>
/// <param name="Remarks">What is unusual, in sentences: entries that are left out, older versions of entries, a hierarchy in a folder of the archive.</param>
public sealed record ZipDescription(long Values, string Comment, IReadOnlyList<string> Remarks);
