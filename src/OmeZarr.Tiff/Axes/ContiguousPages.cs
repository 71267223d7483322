using System.Collections;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Pages without directories: uncompressed, of one layout, stored one after another from <paramref name="start"/>.</summary>
internal sealed class ContiguousPages(TiffStorage file, PageLayout layout, long start, long pageBytes, int count) : IReadOnlyList<TiffPage?>
{
    private readonly PageLayout layout = layout with { BlockWidth = layout.Width, BlockHeight = layout.Height };

    public int Count => count;

    public TiffPage? this[int index] => TiffPage.Contiguous(file, index, layout, start + (index * pageBytes));

    public IEnumerator<TiffPage?> GetEnumerator() => Enumerable.Range(0, count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
