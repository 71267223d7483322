using OmeZarr.Files;

namespace OmeZarr.Tiff;

/// <summary>A file is not a TIFF file, is truncated or damaged, or uses a feature of TIFF that is not supported.</summary>
/// <remarks>A missing file throws <see cref="FileNotFoundException"/>; a failing disk throws an <see cref="IOException"/> of the system.</remarks>
public sealed class TiffFormatException : ImageFileException
{
    // Details quote text of the file, which may be megabytes.
    private const int MaxDetail = 500;

    /// <summary>The file as a whole cannot be read for the reason in <paramref name="detail"/>.</summary>
    public TiffFormatException(string path, string detail)
        : base(path, $"{path}: {Cut(detail)}")
    {
    }

    /// <summary>One page of the file cannot be read for the reason in <paramref name="detail"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="page">The page, counted from 0 over all image file directories of the file.</param>
    /// <param name="detail">What is wrong.</param>
    /// <param name="inner">The error of a decoder, if one was the cause.</param>
    public TiffFormatException(string path, int page, string detail, Exception? inner = null)
        : base(path, $"{path}: page {page}: {Cut(detail)}", inner) => Page = page;

    /// <summary>The page with the error, counted from 0; null if the error concerns the whole file.</summary>
    public int? Page { get; }

    /// <summary>The message without the path.</summary>
    internal string Detail => Message[(Path.Length + 2)..];

    /// <summary>Whether other files are missing, without which the pages of this one mean nothing.</summary>
    internal bool NeedsFiles { get; init; }

    private static string Cut(string detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        var text = detail.Length <= MaxDetail ? detail : string.Concat(detail.AsSpan(0, MaxDetail), "…");
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
    }
}
