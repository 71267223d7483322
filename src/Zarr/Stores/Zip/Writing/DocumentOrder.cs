namespace Zarr.Stores.Zip;

/// <summary>The order of keys in archives: the documents <c>zarr.json</c> breadth-first, that of the root first, then everything else (RFC-9 of NGFF).</summary>
internal sealed class DocumentOrder : IComparer<string>
{
    internal const string Document = "zarr.json";

    internal static DocumentOrder Instance { get; } = new();

    /// <summary>Whether a key names the document of a node.</summary>
    internal static bool IsDocument(ReadOnlySpan<char> key) => key.EndsWith(Document, StringComparison.Ordinal) && (key.Length == Document.Length || key[^(Document.Length + 1)] == '/');

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (first, second) = (IsDocument(x), IsDocument(y));
        return first != second ? (first ? -1 : 1)
            : first && Depth(x) != Depth(y) ? Depth(x).CompareTo(Depth(y))
            : string.CompareOrdinal(x, y);
    }

    private static int Depth(ReadOnlySpan<char> key) => key.Count('/');
}
