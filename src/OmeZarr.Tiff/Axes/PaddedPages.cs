using System.Collections;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>A list of pages that ends before its full length. The missing pages at its end are null.</summary>
/// <param name="present">The first pages.</param>
/// <param name="count">Number of all pages.</param>
internal sealed class PaddedPages(IReadOnlyList<TiffPage?> present, int count) : IReadOnlyList<TiffPage?>
{
    public int Count => count;

    public TiffPage? this[int index] => index < present.Count ? present[index] : null;

    public IEnumerator<TiffPage?> GetEnumerator() => Enumerable.Range(0, count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
