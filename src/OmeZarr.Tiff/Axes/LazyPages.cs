using System.Collections;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Pages whose directories are read when their pixels are. Thread-safe; each page is one object, because the cache of decoded blocks is keyed by it.</summary>
internal sealed class LazyPages(int count, Func<int, TiffPage?> read) : IReadOnlyList<TiffPage?>
{
    private readonly TiffPage?[] pages = new TiffPage?[count];

    public int Count => count;

    /// <exception cref="TiffFormatException">The page is damaged, or not like the others.</exception>
    public TiffPage? this[int index] =>
        Volatile.Read(ref pages[index]) ?? (read(index) is { } page ? Interlocked.CompareExchange(ref pages[index], page, null) ?? page : null);

    public IEnumerator<TiffPage?> GetEnumerator() => Enumerable.Range(0, count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
