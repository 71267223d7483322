using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>A TIFF file of a set, and which of its pages belong to images.</summary>
internal sealed class OmeFile(TiffPages pages)
{
    private readonly bool[] used = new bool[pages.Directories.Count];

    public string Path => pages.File.Path;

    public TiffStorage Storage => pages.File;

    /// <summary>Number of pages.</summary>
    public int Count => used.Length;

    /// <summary>The first page behind those of the images without TiffData.</summary>
    public int NextInOrder { get; set; }

    /// <summary>The pages that belong to no image.</summary>
    public IEnumerable<int> Unused => Enumerable.Range(0, Count).Where(page => !used[page]);

    public bool IsUsed(int page) => used[page];

    public OmePage Use(int page)
    {
        used[page] = true;
        return new OmePage(this, page);
    }

    /// <exception cref="TiffFormatException">The page is damaged, or uses a feature that is not supported.</exception>
    public TiffPage Page(int page) => pages[page];

    public TiffDirectory Directory(int page) => pages.Directories[page];

    /// <summary>The page of a directory that is not in the chain of pages.</summary>
    public TiffPage Read(TiffDirectory directory) => pages.Read(directory);
}

/// <summary>A page of a file of a set.</summary>
/// <param name="File">The file; null for a page that is missing.</param>
/// <param name="Number">The number of the page in the file.</param>
internal readonly record struct OmePage(OmeFile? File, int Number)
{
    public bool IsMissing => File is null;
}
