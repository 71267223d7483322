using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The page of each plane of an image.</summary>
internal sealed record OmePlanes
{
    /// <summary>The pages in the order of <see cref="PixelsElement.PlaneOrder"/>, its first letter fastest.</summary>
    public required OmePage[] Pages { get; init; }

    /// <summary>The layout that all pages share, apart from how they are stored.</summary>
    public required PageLayout Layout { get; init; }

    public required OmePlaneGrid Grid { get; init; }

    /// <summary>The pages as they are read; null where one is missing.</summary>
    /// <exception cref="TiffFormatException">Pages differ in size or type, are damaged, or use a feature that is not supported.</exception>
    public TiffPage?[] ToTiffPages()
    {
        var pages = new TiffPage?[Pages.Length];
        foreach (var (i, page) in Pages.Index())
        {
            pages[i] = page.File?.Page(page.Number);
            pages[i]?.RequireSameImage(Layout);
        }

        return pages;
    }
}

/// <summary>The lengths of the axes of the pages of an image.</summary>
/// <param name="Order">Letters of <c>zct</c>, fastest first.</param>
/// <param name="Z">Number of slices.</param>
/// <param name="C">Number of pages along the channels; each may hold several channels as its samples.</param>
/// <param name="T">Number of frames.</param>
internal readonly record struct OmePlaneGrid(string Order, int Z, int C, int T)
{
    /// <summary>Number of pages.</summary>
    public Int128 Count => (Int128)Z * C * T;

    public int Length(char letter) => letter switch { 'z' => Z, 'c' => C, _ => T };

    /// <summary>The distance of neighbours along an axis, in pages.</summary>
    public long Stride(char letter)
    {
        var stride = 1L;
        foreach (var faster in Order[..Order.IndexOf(letter, StringComparison.Ordinal)])
        {
            stride *= Length(faster);
        }

        return stride;
    }

    /// <summary>The place of a page for messages: <c>z 2, c 0, t 5</c>.</summary>
    public string Describe(int page)
    {
        var grid = this;
        return string.Join(", ", "zct".Select(letter => $"{letter} {page / grid.Stride(letter) % grid.Length(letter)}"));
    }
}
