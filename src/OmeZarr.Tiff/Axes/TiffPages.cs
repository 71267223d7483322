using System.Text;
using System.Text.Unicode;
using OmeZarr.Files;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>The directories of a file. The layout of a page is read when it is asked for, so that a page that is not part of an image may use unsupported features.</summary>
internal sealed class TiffPages
{
    // OME-XML and ImageJ plugins write megabytes.
    private const int MaxText = 64 << 20;

    private readonly TiffPage?[] pages;
    private PageLayout? last;

    /// <summary>Reads all directories.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isTolerant">Whether pages before damage of the chain are kept, and <see cref="Findings"/> tells of it; otherwise it is an error.</param>
    /// <exception cref="TiffFormatException">The chain is damaged; where damage is tolerated, at its first page.</exception>
    public TiffPages(TiffStorage file, bool isTolerant = false)
    {
        File = file;
        var directories = new List<TiffDirectory>();
        try
        {
            foreach (var directory in TiffDirectory.ReadAll(file))
            {
                directories.Add(directory);
            }
        }
        catch (TiffFormatException error) when (isTolerant && directories.Count > 0)
        {
            Findings.Add(new FileFinding(FileFindingKind.LeftOut, $"the list of pages breaks off after page {directories.Count - 1}, and what follows is not read: {error.Message}"));
        }

        Directories = directories;
        pages = new TiffPage?[Directories.Count];
    }

    public TiffStorage File { get; }

    /// <summary>All directories of the chain.</summary>
    public IReadOnlyList<TiffDirectory> Directories { get; }

    /// <summary>What a dialect noticed that left the file to the next one.</summary>
    public List<FileFinding> Findings { get; } = [];

    /// <summary>The page of a directory.</summary>
    /// <exception cref="TiffFormatException">The page is damaged, or uses a feature that is not supported.</exception>
    public TiffPage this[int directory] => pages[directory] ??= Read(Directories[directory]);

    /// <summary>The page of a directory that is not in the chain, for example of the tag SubIFDs.</summary>
    /// <exception cref="TiffFormatException">The page is damaged, or uses a feature that is not supported.</exception>
    public TiffPage Read(TiffDirectory directory)
    {
        var layout = PageLayoutReader.Read(directory);
        // Nearly all pages have equal layouts, so they share one object. Several threads may read pages, so the field is read once.
        var shared = last;
        layout = layout == shared ? shared : last = layout;
        return TiffPage.Read(directory, layout, directory.File);
    }

    /// <summary>The text of a tag, UTF-8 or Latin-1; empty if the tag is absent or damaged.</summary>
    public string Text(int directory, TiffTag tag) => Text(Directories[directory], tag, MaxText);

    /// <summary>The first bytes of the text of a tag, UTF-8 or Latin-1; empty if the tag is absent or damaged.</summary>
    public static string Text(TiffDirectory directory, TiffTag tag, int limit) => directory.Find(tag) is { } field ? Text(directory, field, limit) : string.Empty;

    /// <summary>The texts of all entries of a tag. tifffile adds its description to that of the caller.</summary>
    public IEnumerable<string> Texts(int directory, TiffTag tag) => Directories[directory].FindAll(tag).Select(field => Text(Directories[directory], field, MaxText));

    /// <summary>The description of a page.</summary>
    public string Description(int directory) => Text(directory, TiffTag.ImageDescription);

    /// <summary>At most <paramref name="limit"/> bytes of a tag; empty if the tag is absent or damaged.</summary>
    public byte[] Bytes(int directory, TiffTag tag, int limit) =>
        Directories[directory].Find(tag) is { } field && field.TryReadBytes(File, limit, out var bytes) ? bytes : [];

    /// <summary>The directory of a page of this file; null for pages of other files, and beyond the chain.</summary>
    public TiffDirectory? DirectoryOf(TiffPage page) => page.File == File && page.Number < Directories.Count ? Directories[page.Number] : null;

    private static string Text(TiffDirectory directory, TiffField field, int limit)
    {
        // ImageJ writes Latin-1 or escapes, OME and tifffile UTF-8.
        if (!field.TryReadBytes(directory.File, limit, out var bytes))
        {
            return string.Empty;
        }

        var text = bytes.AsSpan().TrimEnd((byte)0);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }

    /// <summary>Whether a directory is a reduced copy of another page (TIFF 6.0, NewSubfileType and SubfileType).</summary>
    public bool IsReduced(int directory) =>
        (Directories[directory].Integer(TiffTag.NewSubfileType, 0) & 1) != 0 || Directories[directory].Integer(TiffTag.SubfileType, 1) == 2;

    /// <summary>Whether a directory is the mask of another page (TIFF 6.0, NewSubfileType).</summary>
    public bool IsMask(int directory) => (Directories[directory].Integer(TiffTag.NewSubfileType, 0) & 4) != 0;
}
