namespace OmeZarr.Files;

/// <summary>What the caller knows better than a file, and how much memory reading may take.</summary>
public sealed record ImageFileOptions
{
    /// <summary>
    /// One letter of <c>t c z y x</c> for each axis, slowest first, in the order of the file; null to follow the file. For a TIFF these are the axes of the pages, then the samples of a pixel if
    /// there are several, then rows and columns: <c>tyx</c> for a time-lapse of gray pages, <c>zcyx</c> for a stack of RGB pages.
    /// </summary>
    public string? Axes { get; init; }

    /// <summary>Lengths of the axes of the pages, by letter, where <see cref="Axes"/> names several of them: t = 3 and z = 5 for 15 pages of <c>tzyx</c>. One length may be left out.</summary>
    public IReadOnlyDictionary<char, long> Sizes { get; init; } = new Dictionary<char, long>();

    /// <summary>The only page to read, counted from 0; null for all pages.</summary>
    public int? Page { get; init; }

    /// <summary>Whether the pixels are turned and mirrored as the file asks for; otherwise they stay as they are stored, and a finding says so.</summary>
    public bool AppliesOrientation { get; init; }

    /// <summary>The size of the cache of decoded parts, in bytes; the default is 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64L << 20;
}
