using System.Collections;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Pages without directories: uncompressed, of one layout, stored one after another.</summary>
internal sealed class ContiguousPages : IReadOnlyList<TiffPage?>
{
    private readonly TiffStorage file;
    private readonly PageLayout layout;
    private readonly long start;

    private ContiguousPages(TiffStorage file, PageLayout layout, long start, int count)
    {
        (this.file, this.layout, this.start, Count) = (file, layout with { BlockWidth = layout.Width, BlockHeight = layout.Height }, start, count);
    }

    public int Count { get; }

    public TiffPage? this[int index] => TiffPage.Contiguous(file, index, layout, start + (index * PageBytes(layout)));

    /// <summary>The page and those behind it, which have no directories.</summary>
    public static ContiguousPages Of(TiffStorage file, TiffPage first, int count) => new(file, first.Layout, Start(file, first), count);

    /// <summary>The number of pages for which there is data from the first page on; 0 if pages cannot be stored one after another in this way.</summary>
    public static long CountPresent(TiffPages pages, TiffPage first)
    {
        var file = pages.File;
        if (first.Layout is not { IsDecodedWhole: false, IsTiled: false } layout)
        {
            return 0;
        }

        var expected = Start(file, first);
        for (var block = 0L; block < first.BlockCount; block++)
        {
            if (first.Locate(file, block, 1)[0].Offset != expected)
            {
                return 0;
            }

            expected += layout.RowsOf(block % layout.BlocksDown) * layout.StoredRowBytes;
        }

        // Directories behind the first page are where a file ends that describes more pages than it has.
        var start = Start(file, first);
        var end = pages.Directories.SelectMany(directory => directory.Offsets).Where(offset => offset > start).DefaultIfEmpty(file.Length).Min();
        return (Math.Min(end, file.Length) - start) / PageBytes(layout);
    }

    public IEnumerator<TiffPage?> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long Start(TiffStorage file, TiffPage first) => first.Locate(file, 0, 1)[0].Offset;

    private static long PageBytes(PageLayout layout) => layout.Height * layout.StoredRowBytes * (layout.Samples / layout.BlockSamples);
}
