namespace OmeZarr.Copying;

/// <summary>Which keys are documents of nodes, and in which order these become visible.</summary>
internal static class CopyOrder
{
    // What makes a node visible is last.
    private static readonly string[] Documents = [".zmetadata", ".zattrs", ".zarray", ".zgroup", "zarr.json"];

    internal static bool IsDocument(string key) => Rank(key) >= 0;

    /// <summary>Documents in steps: those of a step may be copied at the same time. The deepest come first, that of the root last.</summary>
    internal static IEnumerable<IReadOnlyList<string>> DeepestFirst(IEnumerable<string> documents) =>
        documents.GroupBy(key => (Depth: key.Count(letter => letter == '/'), Rank: Rank(key))).OrderByDescending(step => step.Key.Depth).ThenBy(step => step.Key.Rank).Select(step => step.Order(StringComparer.Ordinal).ToList());

    /// <summary>Documents breadth-first, that of the root first.</summary>
    internal static IEnumerable<string> BreadthFirst(IEnumerable<string> documents) => documents.OrderBy(key => key.Count(letter => letter == '/')).ThenBy(key => key, StringComparer.Ordinal);

    private static int Rank(string key) => Array.IndexOf(Documents, key[(key.LastIndexOf('/') + 1)..]);
}
