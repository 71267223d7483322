using System.Collections;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Pages of which only the first has a directory; the others are stored like it, at equal distances behind it.</summary>
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
