using System.Collections;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>A list of pages without directories of their own, except the first. The others have its layout, and follow it in the file at equal distances.</summary>
/// <param name="first">The first page.</param>
/// <param name="distance">Bytes from page to page.</param>
/// <param name="count">Number of pages.</param>
internal sealed class MovedPages(TiffPage first, long distance, int count) : IReadOnlyList<TiffPage?>
{
    public int Count => count;

    public TiffPage? this[int index] => index == 0 ? first : first.Moved(index, index * distance);

    public IEnumerator<TiffPage?> GetEnumerator() => Enumerable.Range(0, count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
